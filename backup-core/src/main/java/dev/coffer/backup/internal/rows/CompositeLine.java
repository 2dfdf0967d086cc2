package dev.coffer.backup.internal.rows;

/**
 * A row in the form that the server prints a record in, {@code (1,"a,b",,"")}, decoded; used again for the next row. It
 * says of a record of one field that is NULL the same as of one without fields, so their number must be known.
 */
public final class CompositeLine extends Fields {
    public CompositeLine(int fields) {
        super(fields);
    }

    /**
     * Decodes a record. The buffer must stay as it is while the row is used.
     *
     * @throws IllegalArgumentException when it has more or fewer fields or is no record
     */
    public void decode(byte[] record, int offset, int length) {
        if (length < 2 || record[offset] != '(' || record[offset + length - 1] != ')') {
            throw new IllegalArgumentException("a record does not stand in parentheses");
        }
        int from = offset + 1;
        int end = offset + length - 1;
        if (size() == 0) {
            begin(record);
            if (from < end) {
                add(from, end - from);
            }
        } else if (!decodePlain(record, from, end)) {
            decodeDoubled(record, from, end);
        }
        finish();
    }

    /** Gives up at the first doubled quote or backslash. */
    private boolean decodePlain(byte[] record, int from, int end) {
        begin(record);
        int at = from;
        while (true) {
            if (at == end || record[at] == ',') {
                addNull();
            } else if (record[at] == '"') {
                int start = ++at;
                while (at < end && record[at] != '"') {
                    if (record[at] == '\\') {
                        return false;
                    }
                    at++;
                }
                if (at + 1 < end && record[at + 1] != ',') {
                    return false;
                }
                requireQuote(at, end);
                add(start, at - start);
                at++;
            } else {
                int start = at;
                while (at < end && record[at] != ',') {
                    at++;
                }
                add(start, at - start);
            }
            if (at == end) {
                return true;
            }
            at++;
        }
    }

    private void decodeDoubled(byte[] record, int from, int end) {
        byte[] decoded = scratch(end - from);
        begin(decoded);
        int at = from;
        int to = 0;
        while (true) {
            int start = to;
            if (at == end || record[at] == ',') {
                addNull();
            } else if (record[at] == '"') {
                at++;
                while (at < end && (record[at] != '"' || (at + 1 < end && record[at + 1] == '"'))) {
                    if (record[at] == '"' || (record[at] == '\\' && at + 1 < end)) {
                        at++;
                    }
                    decoded[to++] = record[at++];
                }
                requireQuote(at, end);
                at++;
                if (at < end && record[at] != ',') {
                    throw new IllegalArgumentException("a quoted field of a record is followed by something");
                }
                add(start, to - start);
            } else {
                while (at < end && record[at] != ',') {
                    decoded[to++] = record[at++];
                }
                add(start, to - start);
            }
            if (at == end) {
                return;
            }
            at++;
        }
    }

    private static void requireQuote(int at, int end) {
        if (at >= end) {
            throw new IllegalArgumentException("a quoted field of a record does not end");
        }
    }
}

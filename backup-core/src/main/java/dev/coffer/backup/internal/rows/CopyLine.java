package dev.coffer.backup.internal.rows;

/** One line of COPY's text form, decoded; used again for the next line. */
public final class CopyLine extends Fields {
    public CopyLine(int fields) {
        super(fields);
    }

    /**
     * Decodes a line without its line feed. The buffer must stay as it is while the row is used.
     *
     * @throws IllegalArgumentException when the line has more or fewer fields
     */
    public void decode(byte[] line, int offset, int length) {
        int end = offset + length;
        if (size() == 0) {
            begin(line);
            if (length > 0) {
                add(offset, length);
            }
        } else if (!decodePlain(line, offset, end)) {
            decodeEscaped(line, offset, end);
        }
        finish();
    }

    /** Most lines hold no backslash but that of NULL: their fields are used where they stand. */
    private boolean decodePlain(byte[] line, int from, int end) {
        begin(line);
        int start = from;
        int at = from;
        while (at < end) {
            if (end - at >= Bytes8.SIZE) {
                int clean = Bytes8.delimiter(Bytes8.get(line, at));
                at += clean;
                if (clean == Bytes8.SIZE) {
                    continue;
                }
            }
            byte b = line[at];
            if (b == '\t') {
                add(start, at - start);
                start = ++at;
            } else if (b != '\\') {
                at++;
            } else if (at == start && isNull(line, at, end)) {
                addNull();
                at += 2;
                if (at == end) {
                    return true;
                }
                start = ++at;
            } else {
                return false;
            }
        }
        add(start, end - start);
        return true;
    }

    private void decodeEscaped(byte[] line, int from, int end) {
        byte[] decoded = scratch(end - from);
        begin(decoded);
        int to = 0;
        int start = 0;
        int at = from;
        boolean atStart = true;
        while (at < end) {
            if (end - at >= Bytes8.SIZE) {
                // All eight are copied and so many are kept: what is decoded never is longer than what it came from.
                long eight = Bytes8.get(line, at);
                int clean = Bytes8.delimiter(eight);
                Bytes8.put(decoded, to, eight);
                at += clean;
                to += clean;
                atStart &= clean == 0;
                if (clean == Bytes8.SIZE) {
                    continue;
                }
            }
            byte b = line[at++];
            if (b == '\t') {
                add(start, to - start);
                start = to;
                atStart = true;
                continue;
            }
            if (b == '\\') {
                if (atStart && isNull(line, at - 1, end)) {
                    addNull();
                    at++;
                    if (at == end) {
                        return;
                    }
                    at++;
                    continue;
                }
                if (at == end) {
                    break;
                }
                b = line[at++];
                switch (b) {
                    case 'b' -> b = '\b';
                    case 'f' -> b = '\f';
                    case 'n' -> b = '\n';
                    case 'r' -> b = '\r';
                    case 't' -> b = '\t';
                    case 'v' -> b = 0x0b;
                    case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                        int last = Math.min(at + 2, end);
                        int value = b - '0';
                        while (at < last && digit(line[at], 8) >= 0) {
                            value = value * 8 + digit(line[at++], 8);
                        }
                        b = (byte) value;
                    }
                    case 'x' -> {
                        int last = Math.min(at + 2, end);
                        if (at < last && digit(line[at], 16) >= 0) {
                            int value = 0;
                            while (at < last && digit(line[at], 16) >= 0) {
                                value = value * 16 + digit(line[at++], 16);
                            }
                            b = (byte) value;
                        }
                    }
                    default -> {
                        // Any other character stands for itself.
                    }
                }
            }
            decoded[to++] = b;
            atStart = false;
        }
        add(start, to - start);
    }

    private static boolean isNull(byte[] line, int at, int end) {
        return at + 1 < end && line[at + 1] == 'N' && (at + 2 == end || line[at + 2] == '\t');
    }

    private static int digit(byte b, int radix) {
        return b < 0 ? -1 : Character.digit((char) b, radix);
    }
}

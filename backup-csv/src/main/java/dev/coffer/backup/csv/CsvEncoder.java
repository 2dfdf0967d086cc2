package dev.coffer.backup.csv;

import dev.coffer.backup.spi.Row;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes records byte for byte as PostgreSQL's {@code COPY … TO … (FORMAT csv)} does: nothing for NULL, quotes only around a
 * field that is empty or holds a comma, a quote or the end of a line, and around a lone {@code \.}; a line feed after each record.
 */
final class CsvEncoder {
    private static final int BUFFER = 1 << 16;
    private static final int CHUNK = 1 << 13;

    /** What makes a field need quotes; every one of these is at or below the comma. */
    private static final boolean[] SPECIAL = new boolean[',' + 1];

    static {
        for (char c : new char[] {',', '"', '\n', '\r'}) {
            SPECIAL[c] = true;
        }
    }

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int length;
    private boolean endMarkerLine;

    CsvEncoder(OutputStream out) {
        this.out = out;
    }

    void record(Row row) throws IOException {
        int size = row.size();
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                put((byte) ',');
            }
            if (!row.isNull(i)) {
                field(row.buffer(), row.offset(i), row.length(i), size == 1);
            }
        }
        put((byte) '\n');
    }

    private void field(byte[] bytes, int offset, int count, boolean alone) throws IOException {
        if (needsQuotes(bytes, offset, count) || (alone && isEndMarker(bytes, offset, count))) {
            quoted(bytes, offset, count);
        } else {
            put(bytes, offset, count);
        }
    }

    private static boolean needsQuotes(byte[] bytes, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            byte b = bytes[i];
            if (b <= ',' && b >= 0 && SPECIAL[b]) {
                return true;
            }
        }
        return count == 0;
    }

    private static boolean isEndMarker(byte[] bytes, int offset, int count) {
        return count == 2 && bytes[offset] == '\\' && bytes[offset + 1] == '.';
    }

    private void quoted(byte[] bytes, int offset, int count) throws IOException {
        put((byte) '"');
        int end = offset + count;
        for (int from = offset; from < end; from += CHUNK) {
            int to = Math.min(from + CHUNK, end);
            room(2 * (to - from));
            for (int i = from; i < to; i++) {
                byte b = bytes[i];
                if (b == '"') {
                    buffer[length++] = b;
                } else if (b == '\n' && endMarkerFollows(bytes, i + 1, end)) {
                    endMarkerLine = true;
                }
                buffer[length++] = b;
            }
        }
        put((byte) '"');
    }

    private static boolean endMarkerFollows(byte[] bytes, int at, int end) {
        return at + 2 < end
                && bytes[at] == '\\'
                && bytes[at + 1] == '.'
                && (bytes[at + 2] == '\n' || bytes[at + 2] == '\r');
    }

    /** Whether some field holds a line that is just {@code \.}, where psql up to 15 stops reading. */
    boolean sawEndMarkerLine() {
        return endMarkerLine;
    }

    private void put(byte b) throws IOException {
        room(1);
        buffer[length++] = b;
    }

    private void put(byte[] bytes, int offset, int count) throws IOException {
        if (count > BUFFER) {
            flush();
            out.write(bytes, offset, count);
            return;
        }
        room(count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    private void room(int more) throws IOException {
        if (length + more > BUFFER) {
            flush();
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }
}

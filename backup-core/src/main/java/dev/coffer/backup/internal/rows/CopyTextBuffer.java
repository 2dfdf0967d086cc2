package dev.coffer.backup.internal.rows;

import dev.coffer.backup.spi.Row;
import java.util.Arrays;

/** Rows encoded in COPY's text form, byte for byte as the server writes them, in a buffer that grows and is used again. */
public final class CopyTextBuffer {
    private static final int SMALLEST = 1024;
    private static final int CHUNK = 1 << 12;
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[SMALLEST];
    private int length;
    private int lastLine;

    /**
     * Appends the row and a line feed.
     *
     * @throws IllegalStateException when the buffer would exceed what an array can hold
     */
    public void append(Row row) {
        lastLine = length;
        byte[] from = row.buffer();
        for (int field = 0; field < row.size(); field++) {
            if (field > 0) {
                reserve(1);
                bytes[length++] = '\t';
            }
            if (row.isNull(field)) {
                reserve(2);
                bytes[length++] = '\\';
                bytes[length++] = 'N';
            } else {
                append(from, row.offset(field), row.length(field));
            }
        }
        reserve(1);
        bytes[length++] = '\n';
    }

    private void append(byte[] from, int offset, int count) {
        int end = offset + count;
        for (int at = offset; at < end; at += CHUNK) {
            int to = Math.min(end, at + CHUNK);
            reserve(2 * (to - at) + Bytes8.SIZE);
            length = escape(from, at, to, bytes, length);
        }
    }

    private static int escape(byte[] from, int start, int end, byte[] into, int first) {
        int at = start;
        int to = first;
        while (at < end) {
            if (end - at >= Bytes8.SIZE) {
                // All eight are put and so many are kept.
                long eight = Bytes8.get(from, at);
                Bytes8.put(into, to, eight);
                int clean = Bytes8.escaped(eight);
                at += clean;
                to += clean;
                if (clean == Bytes8.SIZE) {
                    continue;
                }
            }
            byte b = from[at++];
            byte escape = escape(b);
            if (escape != 0) {
                into[to++] = '\\';
                b = escape;
            }
            into[to++] = b;
        }
        return to;
    }

    /** What follows the backslash, or 0 for a byte that stands for itself; other control characters do. */
    private static byte escape(byte b) {
        if (b > '\\' || (b > '\r' && b < '\\') || b < 0) {
            return 0;
        }
        return switch (b) {
            case '\\' -> '\\';
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case 0x0b -> 'v';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 0;
        };
    }

    private void reserve(int more) {
        long needed = (long) length + more;
        if (needed > bytes.length) {
            if (needed > LARGEST) {
                throw new IllegalStateException("rows of more than " + LARGEST + " bytes do not fit into one buffer");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST, Math.max(needed, bytes.length * 2L)));
        }
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Where the line that was appended last begins; it ends before the line feed at the end of the buffer. */
    public int lastLine() {
        return lastLine;
    }

    public void clear() {
        length = 0;
        lastLine = 0;
    }
}

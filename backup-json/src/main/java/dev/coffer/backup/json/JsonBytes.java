package dev.coffer.backup.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Gathers JSON that is UTF-8 already. In a string the quote, the backslash and the characters below U+0020 are escaped and nothing
 * else is, byte for byte as Jackson's generator does it: what needs none, which is nearly everything, is found eight bytes at a time.
 */
final class JsonBytes {
    private static final int BUFFER = 1 << 16;

    /** A byte becomes six at most. */
    private static final int WORST = 6;

    private static final int CHUNK = 1 << 12;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int length;

    JsonBytes(OutputStream out) {
        this.out = out;
    }

    /** Puts bytes as they are. */
    void put(byte[] bytes) throws IOException {
        put(bytes, 0, bytes.length);
    }

    /** Puts bytes as they are. */
    void put(byte[] bytes, int offset, int count) throws IOException {
        if (count > BUFFER) {
            flush();
            out.write(bytes, offset, count);
            return;
        }
        room(count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    /** Puts a string with its quotes. */
    void string(byte[] utf8, int offset, int count) throws IOException {
        room(1);
        buffer[length++] = '"';
        int end = offset + count;
        for (int from = offset; from < end; from += CHUNK) {
            int to = Math.min(from + CHUNK, end);
            room(WORST * (to - from));
            length = escape(utf8, from, to, buffer, length);
        }
        room(1);
        buffer[length++] = '"';
    }

    private static int escape(byte[] utf8, int from, int end, byte[] into, int start) {
        int at = from;
        int to = start;
        while (at < end) {
            if (end - at >= Eight.SIZE) {
                // All eight are put and so many are kept, since there is room for six times as many.
                long eight = Eight.get(utf8, at);
                Eight.put(into, to, eight);
                int clean = Eight.clean(eight);
                at += clean;
                to += clean;
                if (clean == Eight.SIZE) {
                    continue;
                }
            }
            to = one(utf8[at++], into, to);
        }
        return to;
    }

    private static int one(byte b, byte[] into, int start) {
        int to = start;
        if (b < 0 || (b >= ' ' && b != '"' && b != '\\')) {
            into[to++] = b;
            return to;
        }
        into[to++] = '\\';
        switch (b) {
            case '"', '\\' -> into[to++] = b;
            case '\b' -> into[to++] = 'b';
            case '\t' -> into[to++] = 't';
            case '\n' -> into[to++] = 'n';
            case '\f' -> into[to++] = 'f';
            case '\r' -> into[to++] = 'r';
            default -> {
                into[to++] = 'u';
                into[to++] = '0';
                into[to++] = '0';
                into[to++] = HEX[b >> 4];
                into[to++] = HEX[b & 0xf];
            }
        }
        return to;
    }

    private void room(int more) throws IOException {
        if (length + more > BUFFER) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }

    /** Closes what it writes to, too. */
    void close() throws IOException {
        flush();
        out.close();
    }
}

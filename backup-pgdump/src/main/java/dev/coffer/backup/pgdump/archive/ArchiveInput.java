package dev.coffer.backup.pgdump.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The primitive values of pg_dump's archive formats. */
final class ArchiveInput {
    /** No statement of a schema is longer; a damaged length must not ask for all memory. */
    private static final int LONGEST_TEXT = 1 << 28;

    private final InputStream in;
    private int integerBytes = 4;

    ArchiveInput(InputStream in) {
        this.in = in;
    }

    void integerBytes(int bytes) {
        integerBytes = bytes;
    }

    int octet() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("ends within its table of contents");
        }
        return b;
    }

    byte[] octets(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("ends within its table of contents");
        }
        return bytes;
    }

    /** A sign and then the bytes of the absolute value, the lowest first. */
    int integer() throws IOException {
        int sign = octet();
        long value = 0;
        for (int i = 0; i < integerBytes; i++) {
            value |= (long) octet() << (8 * i);
        }
        if (value > Integer.MAX_VALUE) {
            throw new IOException("holds a number that is too large in its table of contents");
        }
        return (int) (sign == 0 ? value : -value);
    }

    @Nullable
    String text() throws IOException {
        int length = integer();
        if (length < 0) {
            return null;
        }
        if (length > LONGEST_TEXT) {
            throw new IOException("holds a text that is too long in its table of contents");
        }
        return new String(octets(length), StandardCharsets.UTF_8);
    }

    String textOrEmpty() throws IOException {
        String text = text();
        return text == null ? "" : text;
    }
}

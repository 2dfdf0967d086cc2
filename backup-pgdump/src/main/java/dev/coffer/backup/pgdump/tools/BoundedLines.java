package dev.coffer.backup.pgdump.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, the end of very long ones left out: a statement that failed may have a gigabyte. */
final class BoundedLines {
    private static final int LONGEST = 1 << 13;

    private final InputStream in;
    private final byte[] line = new byte[LONGEST];

    BoundedLines(InputStream in) {
        this.in = in;
    }

    /** The next line without its end, or null after the last. */
    @Nullable
    String next() throws IOException {
        int length = 0;
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (length < LONGEST) {
                line[length++] = (byte) b;
            }
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }
}

package dev.coffer.backup.internal.rows;

import dev.coffer.backup.spi.Row;

/** Rows encoded in COPY's text form, byte for byte as the server writes them, in a buffer that grows and is used again. */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stubs
public final class CopyTextBuffer {
    private static final String BEING_WRITTEN = "being written";

    /** Appends the row and a line feed. */
    public void append(Row row) {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }

    public byte[] bytes() {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }

    public int length() {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }

    /** Where the line that was appended last begins; it ends before the line feed at the end of the buffer. */
    public int lastLine() {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }

    public void clear() {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }
}

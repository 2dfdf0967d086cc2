package dev.coffer.backup.internal.rows;

/**
 * The content hash of a table: the sum, modulo 2^128, of a 128-bit MurmurHash3 (x64, seed 0) of each row's COPY text
 * without its line feed.
 */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stubs
public final class ContentHash {
    private static final String BEING_WRITTEN = "being written";

    public void add(byte[] line, int offset, int length) {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }

    /** Adds the rows of another part of the same table. */
    public void add(ContentHash part) {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }

    /** 32 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }
}

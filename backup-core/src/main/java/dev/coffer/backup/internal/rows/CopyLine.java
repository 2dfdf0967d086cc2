package dev.coffer.backup.internal.rows;

import dev.coffer.backup.spi.Row;

/** One line of COPY's text form, decoded; used again for the next line. */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stubs
public final class CopyLine implements Row {
    private static final String BEING_WRITTEN = "being written";

    public CopyLine(int fields) {}

    /** Decodes a line without its line feed. The buffer must stay as it is while the row is used. */
    public void decode(byte[] line, int offset, int length) {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }

    @Override
    public int size() {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }

    @Override
    public boolean isNull(int field) {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }

    @Override
    public byte[] buffer() {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }

    @Override
    public int offset(int field) {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }

    @Override
    public int length(int field) {
        throw new UnsupportedOperationException(BEING_WRITTEN);
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.spi.Row;

/** How the rows of one table reach the server. */
interface Load extends AutoCloseable {
    /**
     * Takes one row, in both forms; both are valid only during the call.
     *
     * @param line the row's COPY text with its line feed, from the beginning of the buffer
     */
    void row(Row row, byte[] line, int length);

    /** All rows have been taken. */
    void end();

    /** Ends what was not ended, so that the session can be used. */
    @Override
    default void close() {}
}

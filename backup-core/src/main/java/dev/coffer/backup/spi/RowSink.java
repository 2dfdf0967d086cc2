package dev.coffer.backup.spi;

import java.io.IOException;

/** Takes the rows of one table, or of one part of it, from one thread. */
public interface RowSink {
    /** Takes no rows: for an exporter that gets its data in another way. */
    RowSink NONE = new RowSink() {
        @Override
        public void row(Row row) {}

        @Override
        public void end() {}
    };

    /**
     * Takes one row, which is valid only during this call.
     *
     * @throws IOException when it cannot be written
     */
    void row(Row row) throws IOException;

    /**
     * Called once after the last row, also when there was none; never after a failure.
     *
     * @throws IOException when the rest cannot be written
     */
    void end() throws IOException;
}

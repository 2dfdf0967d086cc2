package dev.coffer.backup.spi;

import java.io.IOException;

/** One run of an exporter: {@code table} any number of times, then {@code finish}, then {@code close}. */
public interface Export extends AutoCloseable {
    /**
     * Begins a table, or a part of one. Called by several threads at the same time, for different tables or parts.
     *
     * @param table one of {@link ExportContext#tables()}
     * @param part counted from 0, below {@link TableData#parts()}
     * @return where core delivers the rows
     */
    RowSink table(TableData table, int part) throws IOException;

    /** Called once, when every row of every table has been delivered: complete the files. */
    void finish() throws IOException;

    /** Called last and always, also after a failure: give back what is held. Publishes nothing. */
    @Override
    void close();
}

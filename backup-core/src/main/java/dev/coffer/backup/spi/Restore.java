package dev.coffer.backup.spi;

/** One run of a strategy. */
public sealed interface Restore extends AutoCloseable permits RowRestore, ToolRestore {
    /** Called last and always, also after a failure: give back what is held. */
    @Override
    void close();
}

package dev.coffer.backup.spi;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What core gives to a strategy for one run. Safe for use by several threads. */
public interface RestoreContext {
    /** The tables that the source holds in this format. */
    List<TableData> tables();

    /**
     * Opens the uncompressed bytes of one table: exactly those between the beginning of its head and the end of its
     * tail as the exporter gave them to its {@link PiecedFile}. Ends with an error where the file holds more or less
     * than was recorded.
     */
    InputStream open(TableData table) throws IOException;

    /** The file of the table as messages name it: relative to the backup, or the loose file's own name. */
    String fileOf(TableData table);
}

package dev.coffer.backup.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

    /**
     * The bytes of a whole file of the backup, which has been verified.
     *
     * @throws IOException also where the source is no backup
     */
    default InputStream read(String name) throws IOException {
        throw new IOException("the source is no backup with a file " + name);
    }

    /** Where a file or folder of the backup lies; nothing where that is not the default file system, or no backup. */
    default Optional<Path> local(String name) {
        return Optional.empty();
    }

    /** Whether the rows come from a file that lies alone, so that somebody may have edited it. */
    default boolean loose() {
        return false;
    }

    /** The file that belongs to no backup, where that is the source; on any file system. */
    default Optional<Path> looseFile() {
        return Optional.empty();
    }

    /** In which line of its file the bytes of a table begin, or 0 where that is not known. */
    default long firstLine(TableData table) {
        return 0;
    }

    /** The file of the table as messages name it: relative to the backup, or the loose file's own name. */
    String fileOf(TableData table);
}

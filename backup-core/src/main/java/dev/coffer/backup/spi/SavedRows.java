package dev.coffer.backup.spi;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.restore.SourceReader;
import java.nio.file.Path;
import java.util.List;

/**
 * The rows of a backup, for tools that bring them elsewhere than a plan would, such as a test into its database. Opening it
 * verifies every file that will be read, as a restore does; reading a table proves the number of its rows and their content
 * hash. Needs no database. Used by one thread at a time.
 *
 * @see dev.coffer.backup.Backup#openRows
 */
public interface SavedRows extends AutoCloseable {
    /**
     * Opens a file that restores alone, such as {@code complete_backup.json}.
     *
     * @param strategies the formats that it may be of
     * @throws BackupException when it is damaged, or of none of these formats
     */
    static SavedRows ofFile(Path looseFile, RestoreStrategy... strategies) {
        return SourceReader.open(looseFile, List.of(strategies));
    }

    /** The tables, parents first; large objects, where there are any, last. */
    List<TableData> tables();

    /** What is recorded of the table. */
    TableTotals totals(TableData table);

    /** The file of the table, as messages name it. */
    String fileOf(TableData table);

    /** Where each sequence stood. */
    List<Sequence> sequences();

    /**
     * Reads one table to its end.
     *
     * @param table one of {@link #tables()}
     * @param into takes each row, its fields in the order of {@link TableData#columns()}
     * @throws BackupException when the file is not of its format, or holds other rows than were backed up
     */
    void read(TableData table, RowSink into);

    @Override
    void close();

    /**
     * Where a sequence stood.
     *
     * @param name the sequence
     * @param lastValue the value it gave last, or will give first
     * @param called whether it has given it
     */
    record Sequence(TableName name, long lastValue, boolean called) {}
}

package dev.coffer.backup.spi;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** A run of a strategy that gives rows, which core brings into the database. */
public non-sealed interface RowRestore extends Restore {
    /**
     * Reads the rows of one table and hands them over in the order of the file. Called for several tables, one after
     * another, in any order; by several threads only for different tables.
     *
     * @param table one of {@link RestoreContext#tables()}
     * @param columns names from {@code table}; the fields of each row that is handed over stand in this order
     * @param into takes the rows; core calls {@link RowSink#end()} itself
     * @throws dev.coffer.backup.BackupException when the file is not of the format, with file and line or row
     */
    void rows(TableData table, List<String> columns, RowSink into) throws IOException;

    /**
     * In which line of the table's file a row begins, for messages about a row that the database refused.
     *
     * @param row counted from 1
     * @return empty where the format does not count lines
     */
    default OptionalLong lineOf(TableData table, long row) throws IOException {
        return OptionalLong.empty();
    }
}

package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.TableName;
import java.util.List;

/**
 * A table whose rows travel: a plain table, a leaf partition, or the large objects of the database.
 *
 * @param name the table; for large objects {@link #LARGE_OBJECTS_NAME}
 * @param kind what the rows are
 * @param index the place of the table in {@link ExportContext#tables()}, counted from 0
 * @param columns the stored columns in the order in which fields stand in a row; may be empty
 * @param parts how many parts the table arrives in; 1 unless every exporter is splittable
 * @param estimatedRows the planner's estimate, or -1
 * @param estimatedBytes the size of the table on the server's disk, indexes left out
 */
public record TableData(
        TableName name,
        Kind kind,
        int index,
        List<Column> columns,
        int parts,
        long estimatedRows,
        long estimatedBytes) {

    /** What the rows of a {@link TableData} are. */
    public enum Kind {
        /** The rows of a table. */
        TABLE,
        /** Pieces of large objects: columns {@code number}, {@code offset} and {@code bytes}, ordered by them. */
        LARGE_OBJECTS
    }

    /** The name that large objects go by; no table of a user can have it, since its schema is reserved. */
    public static final TableName LARGE_OBJECTS_NAME = new TableName("pg_catalog", "large_objects");

    public TableData {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
        columns = List.copyOf(columns);
        if (index < 0) {
            throw new IllegalArgumentException("index must not be negative: " + index);
        }
        if (parts < 1) {
            throw new IllegalArgumentException("parts must be at least 1: " + parts);
        }
    }
}

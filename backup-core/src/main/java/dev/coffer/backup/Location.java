package dev.coffer.backup;

import java.io.Serializable;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Where something went wrong; whatever is not known is null, or 0 for a number. Never holds a value of a row.
 *
 * @param object the schema entry, such as {@code view public.film_list}, or null
 * @param table the table, or null
 * @param row the row within the table, counted from 1, or 0
 * @param column the column's name, or null
 * @param file the file, relative to the backup where it belongs to one, or null
 * @param line the line within the file, counted from 1, or 0
 */
public record Location(
        @Nullable String object,
        @Nullable TableName table,
        long row,
        @Nullable String column,
        @Nullable String file,
        long line)
        implements Serializable {

    /** Nothing is known about the place. */
    public static final Location UNKNOWN = new Location(null, null, 0, null, null, 0);

    /** What is known, as a message shows it; empty when nothing is. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ");
        if (object != null) {
            text.add(object);
        }
        if (table != null) {
            text.add("table " + table);
        }
        if (row > 0) {
            text.add("row " + row);
        }
        if (column != null) {
            text.add("column " + column);
        }
        if (file != null) {
            text.add("file " + file);
        }
        if (line > 0) {
            text.add("line " + line);
        }
        return text.toString();
    }
}

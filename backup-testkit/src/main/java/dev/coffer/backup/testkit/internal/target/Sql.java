package dev.coffer.backup.testkit.internal.target;

import dev.coffer.backup.TableName;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names and texts as parts of a statement. */
public final class Sql {
    private Sql() {}

    /** An identifier, always quoted. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A table's name with its schema, both always quoted. */
    public static String quote(TableName table) {
        return quote(table.schema()) + "." + quote(table.name());
    }

    /** Columns, separated by commas. */
    public static String list(Collection<String> columns) {
        return columns.stream().map(Sql::quote).collect(Collectors.joining(", "));
    }

    /** A string constant; the same text whatever {@code standard_conforming_strings} says. */
    public static String literal(String text) {
        String doubled = text.indexOf('\'') < 0 ? text : text.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }
}

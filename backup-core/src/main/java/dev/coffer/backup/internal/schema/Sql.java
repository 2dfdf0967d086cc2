package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;

/** Names and texts as parts of a statement. */
public final class Sql {
    private Sql() {}

    /** An identifier, always quoted. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** An identifier with its schema, both always quoted. */
    public static String quote(String schema, String name) {
        return quote(schema) + "." + quote(name);
    }

    /** A table's name with its schema, both always quoted. */
    public static String quote(TableName table) {
        return quote(table.schema(), table.name());
    }

    /** A string constant; the same text whatever {@code standard_conforming_strings} says. */
    public static String literal(String text) {
        String doubled = text.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }
}

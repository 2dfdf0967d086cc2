package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Column;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Names and texts as SQL takes them; literals rely on {@code standard_conforming_strings}, which every session pins. */
final class Quoted {
    private Quoted() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String name(TableName name) {
        return name(name.schema()) + '.' + name(name.name());
    }

    static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** {@code ARRAY['a','b']::text[]}. */
    static String array(Collection<String> texts) {
        return texts.stream().map(Quoted::literal).collect(Collectors.joining(",", "ARRAY[", "]::pg_catalog.text[]"));
    }

    /** {@code ("a","b")} with a space before it; nothing for a table without stored columns, since {@code ()} is no SQL. */
    static String columns(List<Column> columns) {
        if (columns.isEmpty()) {
            return "";
        }
        return columns.stream().map(column -> name(column.name())).collect(Collectors.joining(",", " (", ")"));
    }
}

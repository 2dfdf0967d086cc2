package dev.coffer.backup.csv;

import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Column;
import java.util.List;
import java.util.stream.Collectors;

/** Names as SQL, psql and the shell need them; none is ever written without quotes. */
final class Quoting {
    private Quoting() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String table(TableName table) {
        return name(table.schema()) + "." + name(table.name());
    }

    static String columns(List<Column> columns) {
        return columns.stream().map(column -> name(column.name())).collect(Collectors.joining(", "));
    }

    /** A text between single quotes: an argument of psql's {@code \copy}. */
    static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** One word for a POSIX shell. */
    static String shellWord(String text) {
        return '\'' + text.replace("'", "'\\''") + '\'';
    }

    /** Whether psql's {@code \copy}, which ends with its line, can hold these names. */
    static boolean fitsOnALine(String names) {
        return names.chars().noneMatch(c -> c < ' ' || c == 0x7F);
    }
}

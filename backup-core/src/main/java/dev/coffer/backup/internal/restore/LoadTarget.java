package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.spi.Column;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of the source and where its rows go.
 *
 * @param action the table, and what is to be done with it
 * @param into itself, or the root of the partitions it is one of, where the server must choose the partition again (P12)
 * @param file that its rows come from, as messages name it
 * @param copyOnly whether an INSERT would not do the same as COPY
 */
record LoadTarget(TableAction action, TableName into, String file, boolean copyOnly) {
    /** User types that INSERT and COPY may read differently when they have a modifier. */
    private static final long FIRST_USER_OID = 16384;

    /** A table that is loaded as itself. */
    static LoadTarget of(TableAction action, String file) {
        return new LoadTarget(action, action.into(), file, copyOnly(action.source()));
    }

    /** COPY hands the modifier to the type's input function, INSERT calls a cast afterwards, if there is one. */
    private static boolean copyOnly(SourceTable source) {
        List<Column> columns = source.data().columns();
        return columns.isEmpty()
                || columns.stream()
                        .anyMatch(column -> column.typeOid() >= FIRST_USER_OID
                                && column.type().contains("("));
    }

    LoadTarget through(TableName root) {
        return new LoadTarget(action, root, file, copyOnly);
    }

    LoadTarget byCopy() {
        return new LoadTarget(action, into, file, true);
    }

    SourceTable source() {
        return action.source();
    }

    TableName name() {
        return source().name();
    }

    List<String> columnNames() {
        return source().data().columns().stream().map(Column::name).toList();
    }

    /** The columns as a list, without brackets. */
    String columns() {
        return columnNames().stream().map(Sql::quote).collect(Collectors.joining(", "));
    }

    String intoSql() {
        return Sql.quote(into);
    }

    /** Nothing for a table without stored columns, since {@code ()} is no SQL. */
    private String columnList() {
        return columnNames().isEmpty() ? "" : " (" + columns() + ")";
    }

    String copySql() {
        return "COPY " + intoSql() + columnList() + " FROM STDIN";
    }

    String insertSql() {
        return "INSERT INTO " + intoSql() + columnList() + " OVERRIDING SYSTEM VALUE VALUES ";
    }

    /** What stands at the end of an INSERT. */
    String conflictSql() {
        Merge merge = action.merge();
        return merge == null ? "" : merge.sql();
    }
}

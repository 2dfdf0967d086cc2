package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.Sql;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A live table beside the rows that the backup has of it, which lie in a temporary table: {@code t} is the one, {@code s} the other.
 *
 * @param into the live table
 * @param live the same as SQL, without those that inherit from it
 * @param sources where the rows come from; several for the partitions of one table
 * @param key what tells rows apart; empty where only whole rows do
 * @param compared the columns that can be compared and overwritten
 * @param condition on the columns of {@code t}, or null
 * @param stage the temporary table
 */
record RecoveryTable(
        TableName into,
        String live,
        List<LoadTarget> sources,
        List<PrimaryKeys.Part> key,
        List<String> compared,
        @Nullable String condition,
        String stage) {

    boolean keyed() {
        return !key.isEmpty();
    }

    private String columns() {
        return sources.get(0).columns();
    }

    String createSql() {
        return "CREATE TEMPORARY TABLE " + stage + " ON COMMIT DROP AS SELECT " + columns() + " FROM " + live
                + " WITH NO DATA";
    }

    String copySql(LoadTarget from) {
        return "COPY " + stage + (from.columnNames().isEmpty() ? "" : " (" + from.columns() + ")") + " FROM STDIN";
    }

    /** Leaves what the condition chooses, without a right to write anything else. */
    String chooseSql() {
        return "DELETE FROM " + stage + " t WHERE " + condition + " IS NOT TRUE";
    }

    /** Rows of the live table that the backup does not have; to be counted before {@link #chooseSql} for a table with a key. */
    String extraSql() {
        String chosen = condition == null ? "true" : condition;
        if (!keyed()) {
            return "SELECT count(*) FROM " + live + " t WHERE " + chosen;
        }
        return "SELECT count(*) FROM " + live + " t WHERE " + chosen + " AND NOT EXISTS (SELECT FROM " + stage
                + " s WHERE " + sameKey() + ")";
    }

    /** Missing, changed, same, and a fingerprint of the first two. */
    String countSql() {
        return "SELECT count(*) FILTER (WHERE NOT m.there), count(*) FILTER (WHERE m.there AND m.changed),"
                + " count(*) FILTER (WHERE m.there AND NOT m.changed),"
                + " coalesce(sum(pg_catalog.hashtextextended(m.print, 0)::pg_catalog.numeric)"
                + " FILTER (WHERE NOT m.there OR m.changed), 0) FROM (" + matched() + ") m";
    }

    /** Says how many rows were inserted. */
    String insertSql() {
        String list = columns().isEmpty() ? "" : " (" + columns() + ")";
        return "WITH done AS (INSERT INTO " + Sql.quote(into) + list + " OVERRIDING SYSTEM VALUE SELECT " + columns()
                + " FROM " + stage + " WHERE ctid IN (SELECT m.place FROM (" + matched()
                + ") m WHERE NOT m.there) RETURNING 1) SELECT count(*) FROM done";
    }

    /** Says how many rows were updated. */
    String updateSql() {
        String set = compared.stream()
                .map(column -> Sql.quote(column) + " = s." + Sql.quote(column))
                .collect(Collectors.joining(", "));
        return "WITH done AS (UPDATE " + live + " t SET " + set + " FROM " + stage + " s WHERE " + sameKey() + " AND "
                + differ() + " RETURNING 1) SELECT count(*) FROM done";
    }

    /** Each row of the backup: where it lies, whether the live table has it, and whether with other values. */
    private String matched() {
        if (keyed()) {
            String print = "pg_catalog.concat(" + whole("s") + ", ' > ', " + whole("t") + ")";
            return "SELECT s.ctid AS place, t.ctid IS NOT NULL AS there, " + differ() + " AS changed, " + print
                    + " AS print FROM " + stage + " s LEFT JOIN " + live + " t ON " + sameKey();
        }
        // Of rows that are equal in everything the live table may have fewer.
        String numbered = "SELECT n.place, n.whole, pg_catalog.row_number() OVER (PARTITION BY n.whole) AS number FROM"
                + " (SELECT r.ctid AS place, " + whole("r") + " COLLATE \"C\" AS whole FROM %s r) n";
        return "SELECT s.place, t.whole IS NOT NULL AS there, false AS changed, s.whole AS print FROM ("
                + numbered.replace("%s", stage) + ") s LEFT JOIN (" + numbered.replace("%s", live)
                + ") t ON t.whole = s.whole AND t.number = s.number";
    }

    private String sameKey() {
        return key.stream().map(part -> part.equal("t", "s")).collect(Collectors.joining(" AND "));
    }

    private String differ() {
        return compared.isEmpty()
                ? "false"
                : "(" + row("s", compared) + " IS DISTINCT FROM " + row("t", compared) + ")";
    }

    private String whole(String alias) {
        return row(alias, sources.get(0).columnNames());
    }

    /** As text, since not every type has an equality, and not every equality tells all values apart. */
    private static String row(String alias, List<String> columns) {
        return columns.stream()
                .map(column -> alias + "." + Sql.quote(column))
                .collect(Collectors.joining(", ", "ROW(", ")::pg_catalog.text"));
    }
}

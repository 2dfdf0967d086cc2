package dev.coffer.backup.internal.catalogue;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.spi.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the tables whose rows are stored, the sequences, and the number of large objects. */
final class TableQueries {
    private static final String USER_RELATION = " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't'"
            // What came with an extension comes back with it, but for the rows that it asks to keep.
            + " LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid"
            + " AND d.objsubid = 0 AND d.deptype = 'e' LEFT JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid";
    private static final String KEPT = " (x.oid IS NULL OR c.oid = ANY (x.extconfig))";
    private static final String ON_PRIMARY_ONLY = " c.relpersistence = 'u' AND pg_is_in_recovery()";
    private static final String TABLES =
            " FROM pg_catalog.pg_class c" + USER_RELATION + " WHERE c.relkind = 'r' AND" + KEPT;

    private final List<List<@Nullable String[]>> results;

    TableQueries(List<List<@Nullable String[]>> results) {
        this.results = results;
    }

    static List<String> all() {
        String tables = "SELECT c.oid, n.nspname, c.relname, coalesce(pg_relation_filenode(c.oid), 0),"
                // A table dropped meanwhile has no size; whoever takes locks afterwards will see that it is gone.
                + " coalesce(pg_relation_size(c.oid), 0) / current_setting('block_size')::bigint, c.reltuples::bigint,"
                + " coalesce(pg_table_size(c.oid), 0), coalesce(pg_indexes_size(c.oid), 0),"
                + " 1 + CASE WHEN c.reltoastrelid <> 0 THEN 2 ELSE 0 END"
                + " + (SELECT count(*) FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid),"
                + " row_security_active(c.oid),"
                + " has_schema_privilege(n.oid, 'USAGE') AND (has_table_privilege(c.oid, 'SELECT') OR NOT EXISTS ("
                + "SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
                + " AND NOT has_column_privilege(c.oid, a.attnum, 'SELECT'))), r.oid, rn.nspname, r.relname,"
                + " x.extcondition[array_position(x.extconfig, c.oid)]," + ON_PRIMARY_ONLY
                + TABLES.replace(
                        " WHERE ",
                        " LEFT JOIN pg_catalog.pg_class r ON c.relispartition AND r.oid = pg_partition_root(c.oid)"
                                + " LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace WHERE ");
        String columns = "SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), a.atttypid"
                + TABLES.replace(
                        " WHERE ",
                        " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
                                + " AND a.attgenerated = '' WHERE ")
                + " ORDER BY a.attrelid, a.attnum";
        String keys = "SELECT k.conrelid, a.attname FROM pg_catalog.pg_constraint k,"
                + " unnest(k.conkey) WITH ORDINALITY u(attnum, place), pg_catalog.pg_attribute a"
                + " WHERE k.contype = 'p' AND a.attrelid = k.conrelid AND a.attnum = u.attnum"
                + " ORDER BY k.conrelid, u.place";
        String references = "SELECT DISTINCT coalesce(pg_partition_root(k.conrelid)::pg_catalog.oid, k.conrelid),"
                + " coalesce(pg_partition_root(k.confrelid)::pg_catalog.oid, k.confrelid) FROM pg_catalog.pg_constraint k"
                + " WHERE k.contype = 'f'";
        String sequences = "SELECT n.nspname, c.relname," + ON_PRIMARY_ONLY + " FROM pg_catalog.pg_class c"
                + USER_RELATION + " WHERE c.relkind = 'S' AND" + KEPT;
        return List.of(
                tables,
                columns,
                keys,
                references,
                sequences,
                "SELECT count(*) FROM pg_catalog.pg_largeobject_metadata");
    }

    /** Parents first. */
    List<LiveTable> tables() {
        Map<Long, List<Column>> columns = new HashMap<>();
        for (@Nullable String[] row : results.get(1)) {
            columns.computeIfAbsent(number(row, 0), oid -> new ArrayList<>())
                    .add(new Column(text(row, 1), text(row, 2), number(row, 3)));
        }
        Map<Long, List<String>> keys = new HashMap<>();
        for (@Nullable String[] row : results.get(2)) {
            keys.computeIfAbsent(number(row, 0), oid -> new ArrayList<>()).add(text(row, 1));
        }
        TableOrder order = new TableOrder();
        for (@Nullable String[] row : results.get(0)) {
            TableName name = new TableName(text(row, 1), text(row, 2));
            long oid = number(row, 0);
            boolean partition = row[11] != null;
            TableName root = partition ? new TableName(text(row, 12), text(row, 13)) : name;
            CatalogueTable table =
                    new CatalogueTable(name, columns.getOrDefault(oid, List.of()), keys.getOrDefault(oid, List.of()));
            order.add(
                    partition ? number(row, 11) : oid,
                    root,
                    new LiveTable(
                            table,
                            oid,
                            number(row, 3),
                            number(row, 4),
                            number(row, 5),
                            number(row, 6),
                            number(row, 7),
                            (int) number(row, 8),
                            text(row, 9).equals("t"),
                            text(row, 10).equals("t"),
                            partition ? List.of(Sql.quote(root)) : List.of(),
                            row[14] == null ? "" : row[14],
                            text(row, 15).equals("t")));
        }
        for (@Nullable String[] row : results.get(3)) {
            order.reference(number(row, 0), number(row, 1));
        }
        return order.parentsFirst();
    }

    List<LiveCatalogue.SequenceName> sequences() {
        return results.get(4).stream()
                .map(row -> {
                    TableName name = new TableName(text(row, 0), text(row, 1));
                    return new LiveCatalogue.SequenceName(
                            name, Sql.quote(name), text(row, 2).equals("t"));
                })
                .sorted(Comparator.comparing(LiveCatalogue.SequenceName::name))
                .toList();
    }

    long largeObjects() {
        return number(results.get(5).get(0), 0);
    }

    private static String text(@Nullable String[] row, int column) {
        return requireNonNull(row[column], () -> "column " + column + " of " + Arrays.toString(row));
    }

    private static long number(@Nullable String[] row, int column) {
        return Long.parseLong(text(row, column));
    }
}

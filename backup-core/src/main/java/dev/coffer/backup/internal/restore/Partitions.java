package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the leaf partitions whose rows may belong to another leaf in the target, so that they must go through the root: the
 * hash of an enum depends on the OIDs of its labels, and where text is sorted otherwise, so are its ranges (P12).
 */
public final class Partitions {
    /** Types below have the same hash in every database. */
    private static final int FIRST_USER_OID = 16384;

    private static final String ROOTS = "SELECT n.nspname, c.relname, rn.nspname, r.relname"
            + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " JOIN pg_catalog.pg_class r ON r.oid = pg_partition_root(c.oid) JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace"
            + " WHERE c.relispartition AND c.relkind = 'r' AND (%s OR EXISTS (SELECT"
            + " FROM pg_partition_ancestors(c.oid) a JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = a.relid"
            + " CROSS JOIN LATERAL unnest(p.partattrs::pg_catalog.int2[]) k"
            + " LEFT JOIN pg_catalog.pg_attribute t ON k > 0 AND t.attrelid = p.partrelid AND t.attnum = k"
            + " WHERE p.partstrat = 'h' AND (t.atttypid IS NULL OR t.atttypid >= " + FIRST_USER_OID + ")))";

    private Partitions() {}

    static List<LoadTarget> route(Session session, List<LoadTarget> tables, ServerInfo from, TargetState into) {
        boolean sameText = from.encoding().equals(into.encoding())
                && from.collate().equals(into.collate())
                && from.ctype().equals(into.ctype());
        Map<TableName, TableName> roots = roots(session, sameText ? "false" : "true");
        return tables.stream()
                .map(table -> {
                    TableName root = roots.get(table.name());
                    return root == null ? table : table.through(root);
                })
                .toList();
    }

    /** The root of each leaf partition. */
    public static Map<TableName, TableName> roots(Session session) {
        return roots(session, "true");
    }

    private static Map<TableName, TableName> roots(Session session, String all) {
        Map<TableName, TableName> roots = new HashMap<>();
        try {
            for (@Nullable
            String[] row : session.query(ROOTS.replace("%s", all)).get(0)) {
                roots.put(name(row, 0), name(row, 2));
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking for partitions");
        }
        return roots;
    }

    private static TableName name(@Nullable String[] row, int from) {
        return new TableName(requireNonNull(row[from]), requireNonNull(row[from + 1]));
    }
}

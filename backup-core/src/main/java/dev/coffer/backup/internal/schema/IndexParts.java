package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an index may have beside its definition, whether it is one of its own or belongs to a constraint: the CLUSTER mark, the
 * replica identity, and the index of a partitioned table that it is part of.
 */
record IndexParts(
        long oid,
        boolean clustered,
        boolean replicaIdentity,
        @Nullable String parentSchema,
        @Nullable String parent,
        long parentOid) {
    static final String COLUMNS =
            "c.oid, i.indisclustered, i.indisreplident, pn.nspname, p.relname, coalesce(p.oid, 0)";

    /** {@code c} is the index. */
    static final String JOINS = " JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid"
            + " LEFT JOIN pg_catalog.pg_inherits h ON h.inhrelid = c.oid"
            + " LEFT JOIN pg_catalog.pg_class p ON p.oid = h.inhparent"
            + " LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace";

    static IndexParts of(ResultRow row, int first) {
        return new IndexParts(
                row.number(first),
                row.flag(first + 1),
                row.flag(first + 2),
                row.textOrNull(first + 3),
                row.textOrNull(first + 4),
                row.number(first + 5));
    }

    void addTo(List<String> statements, String index, TableName table) {
        String unqualified = index.substring(Sql.quote(table.schema()).length() + 1);
        if (clustered) {
            statements.add("ALTER TABLE " + Sql.quote(table) + " CLUSTER ON " + unqualified);
        }
        if (replicaIdentity) {
            statements.add("ALTER TABLE ONLY " + Sql.quote(table) + " REPLICA IDENTITY USING INDEX " + unqualified);
        }
    }

    void attach(Address created, String index, TableName table, String identity, Drafts into) {
        if (parentSchema != null && parent != null) {
            into.add(new Draft(new Address("pg_index", oid), "index attachment", table.schema(), identity)
                    .statement("ALTER INDEX " + Sql.quote(parentSchema, parent) + " ATTACH PARTITION " + index)
                    .postData()
                    .table(table)
                    .needs(created)
                    .needs(new Address("pg_class", parentOid)));
        }
    }
}

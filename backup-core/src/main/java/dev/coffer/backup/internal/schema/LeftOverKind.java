package dev.coffer.backup.internal.schema;

import java.util.List;
import java.util.stream.Collectors;

/** What the database holds and no other kind reads: named, never passed over in silence. */
final class LeftOverKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of();
    }

    @Override
    public List<String> queries(int serverVersion) {
        String known =
                Coverage.CATALOGS.keySet().stream().sorted().map(Sql::literal).collect(Collectors.joining(", "));
        return List.of(
                // A server newer than this library may have catalogs that nobody here has heard of.
                "SELECT DISTINCT i.type, i.identity FROM (SELECT DISTINCT d.classid, d.objid FROM pg_catalog.pg_depend d"
                        + " JOIN pg_catalog.pg_class c ON c.oid = d.classid AND c.relname NOT IN (" + known + ")"
                        + " WHERE d.objid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = d.classid"
                        + " AND e.objid = d.objid AND e.deptype IN ('e', 'i'))) o, pg_identify_object(o.classid, o.objid, 0) i"
                        + " UNION ALL SELECT 'relation', " + CatalogSql.identity("n.nspname", "c.relname")
                        + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind NOT IN ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I', 'c', 't') AND "
                        + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_class", "c.oid")
                        + " UNION ALL SELECT 'type', " + CatalogSql.identity("n.nspname", "t.typname")
                        + " FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
                        + " WHERE t.typtype NOT IN ('b', 'c', 'd', 'e', 'm', 'p', 'r') AND "
                        + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_type", "t.oid")
                        + " UNION ALL SELECT 'constraint', format('%s on %s', quote_ident(k.conname), "
                        + CatalogSql.identity("n.nspname", "c.relname") + ") FROM pg_catalog.pg_constraint k"
                        + " JOIN pg_catalog.pg_class c ON c.oid = k.conrelid"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE k.contype NOT IN ('c', 'f', 'n', 'p', 't', 'u', 'x') AND "
                        + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_class", "c.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            into.skip(
                    row.text(0) + " " + row.text(1), "this version of the library does not create objects of its kind");
        }
    }
}

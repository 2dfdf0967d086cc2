package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of materialized views: computed again at the end, each after those that it reads, directly, through views or through
 * functions whose body the server has parsed.
 */
final class RefreshKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_class", "pg_rewrite");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT c.oid, n.nspname, c.relname, " + CatalogSql.identity("n.nspname", "c.relname")
                        + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind = 'm' AND c.relispopulated AND " + CatalogSql.USER_SCHEMA + " AND "
                        + CatalogSql.standsAlone("pg_class", "c.oid"),
                "WITH RECURSIVE relations(class) AS (VALUES ('pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid)),"
                        + " reads AS (SELECT DISTINCT CASE WHEN r.oid IS NULL THEN d.classid ELSE class END AS ac,"
                        + " coalesce(r.ev_class, d.objid) AS a, d.refclassid AS bc, d.refobjid AS b FROM relations, pg_catalog.pg_depend d"
                        + " LEFT JOIN pg_catalog.pg_rewrite r"
                        + " ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid"
                        + " WHERE (r.oid IS NOT NULL OR d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass)"
                        + " AND d.refclassid IN (class, 'pg_catalog.pg_proc'::pg_catalog.regclass)"
                        + " AND d.refobjid <> coalesce(r.ev_class, d.objid)),"
                        + " reach AS (SELECT reads.a, reads.bc, reads.b FROM relations, reads JOIN pg_catalog.pg_class m"
                        + " ON m.oid = reads.a AND m.relkind = 'm' WHERE reads.ac = class UNION SELECT reach.a, reads.bc, reads.b"
                        + " FROM reach JOIN reads ON reads.ac = reach.bc AND reads.a = reach.b)"
                        + " SELECT reach.a, reach.b, m.relispopulated, " + CatalogSql.identity("n.nspname", "m.relname")
                        + " FROM relations, reach JOIN pg_catalog.pg_class m ON m.oid = reach.b AND m.relkind = 'm'"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = m.relnamespace WHERE reach.bc = class"
                        + " ORDER BY n.nspname COLLATE \"C\", m.relname COLLATE \"C\"");
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        Map<Long, String> empty = new HashMap<>();
        for (ResultRow row : results.get(1)) {
            if (!row.flag(2)) {
                empty.putIfAbsent(row.number(0), row.text(3));
            }
        }
        for (ResultRow row : results.get(0)) {
            Draft draft = new Draft(data(row.number(0)), "materialized view data", row.text(1), row.text(3));
            String source = empty.get(row.number(0));
            if (source != null) {
                into.skip(draft.id(), "it reads " + source + ", which is not populated");
                continue;
            }
            into.add(draft.statement("REFRESH MATERIALIZED VIEW " + Sql.quote(row.text(1), row.text(2)))
                    .postData()
                    .table(new TableName(row.text(1), row.text(2)))
                    .needs(new Address("pg_class", row.number(0))));
        }
        for (ResultRow row : results.get(1)) {
            Draft draft = into.get(data(row.number(0)));
            if (draft != null) {
                draft.needs(data(row.number(1)));
            }
        }
    }

    /** The rows are nothing that the server has an address for. */
    private static Address data(long view) {
        return new Address("pg_class rows", view);
    }
}

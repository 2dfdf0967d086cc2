package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.List;

/** The rows of materialized views: computed again at the end, each after those that it reads, directly or through views. */
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
                "WITH RECURSIVE reads AS (SELECT DISTINCT r.ev_class AS a, d.refobjid AS b FROM pg_catalog.pg_rewrite r"
                        + " JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid"
                        + " WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> r.ev_class),"
                        + " reach AS (SELECT reads.a, reads.b FROM reads JOIN pg_catalog.pg_class m ON m.oid = reads.a"
                        + " AND m.relkind = 'm' UNION SELECT reach.a, reads.b FROM reach JOIN reads ON reads.a = reach.b)"
                        + " SELECT reach.a, reach.b FROM reach JOIN pg_catalog.pg_class m ON m.oid = reach.b"
                        + " AND m.relkind = 'm'");
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            into.add(new Draft(data(row.number(0)), "materialized view data", row.text(1), row.text(3))
                    .statement("REFRESH MATERIALIZED VIEW " + Sql.quote(row.text(1), row.text(2)))
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

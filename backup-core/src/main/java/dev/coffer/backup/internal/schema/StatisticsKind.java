package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.List;

/** Extended statistics: what to gather, not what was gathered. */
final class StatisticsKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_statistic_ext");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT s.oid, n.nspname, s.stxname, " + CatalogSql.identity("n.nspname", "s.stxname")
                + ", pg_get_statisticsobjdef(s.oid), nullif(s.stxstattarget, -1), tn.nspname, c.relname, c.oid"
                + " FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace"
                + " JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid JOIN pg_catalog.pg_namespace tn ON tn.oid = c.relnamespace"
                + " WHERE c.relpersistence <> 't' AND " + CatalogSql.USER_SCHEMA + " AND "
                + CatalogSql.standsAlone("pg_statistic_ext", "s.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_statistic_ext", row.number(0));
            String target = "STATISTICS " + Sql.quote(row.text(1), row.text(2));
            List<String> statements = new ArrayList<>();
            statements.add(row.text(4));
            if (row.textOrNull(5) != null) {
                statements.add("ALTER " + target + " SET STATISTICS " + row.text(5));
            }
            into.add(new Draft(address, "statistics", row.text(1), row.text(3))
                    .statements(statements)
                    .postData()
                    .table(new TableName(row.text(6), row.text(7)))
                    .needs(new Address("pg_class", row.number(8)))
                    .drop("DROP " + target));
            into.target(address, target, address);
        }
    }
}

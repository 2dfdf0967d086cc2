package dev.coffer.backup.internal.schema;

import java.util.List;

/** Text search templates. */
final class TextSearchTemplateKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_ts_template", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT t.oid, n.nspname, t.tmplname, " + CatalogSql.identity("n.nspname", "t.tmplname")
                + ", nullif(t.tmplinit, 0)::pg_catalog.regproc, t.tmpllexize"
                + " FROM pg_catalog.pg_ts_template t JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace WHERE "
                + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_ts_template", "t.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_ts_template", row.number(0));
            String target = "TEXT SEARCH TEMPLATE " + Sql.quote(row.text(1), row.text(2));
            String init = row.textOrNull(4) == null ? "" : "INIT = " + row.text(4) + ", ";
            into.add(new Draft(address, "text search template", row.text(1), row.text(3))
                    .statement("CREATE " + target + " (" + init + "LEXIZE = " + row.text(5) + ")")
                    .drop("DROP " + target));
            into.target(address, target, address);
        }
    }
}

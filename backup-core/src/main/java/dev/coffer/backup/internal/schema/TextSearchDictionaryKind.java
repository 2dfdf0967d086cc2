package dev.coffer.backup.internal.schema;

import java.util.List;

/** Text search dictionaries. The files that they name lie on the server and are not part of a backup. */
final class TextSearchDictionaryKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_ts_dict", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT d.oid, n.nspname, d.dictname, " + CatalogSql.identity("n.nspname", "d.dictname")
                + ", " + CatalogSql.identity("tn.nspname", "t.tmplname") + ", d.dictinitoption"
                + " FROM pg_catalog.pg_ts_dict d JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace"
                + " JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate"
                + " JOIN pg_catalog.pg_namespace tn ON tn.oid = t.tmplnamespace WHERE "
                + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_ts_dict", "d.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_ts_dict", row.number(0));
            String target = "TEXT SEARCH DICTIONARY " + Sql.quote(row.text(1), row.text(2));
            // The server keeps the options as it prints them, quoted.
            String options = row.textOrNull(5) == null || row.text(5).isEmpty() ? "" : ",\n    " + row.text(5);
            into.add(new Draft(address, "text search dictionary", row.text(1), row.text(3))
                    .statement("CREATE " + target + " (\n    TEMPLATE = " + row.text(4) + options + "\n)")
                    .drop("DROP " + target));
            into.target(address, target, address);
        }
    }
}

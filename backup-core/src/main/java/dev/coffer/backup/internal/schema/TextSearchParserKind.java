package dev.coffer.backup.internal.schema;

import java.util.List;

/** Text search parsers. */
final class TextSearchParserKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_ts_parser", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT p.oid, n.nspname, p.prsname, " + CatalogSql.identity("n.nspname", "p.prsname")
                + ", p.prsstart, p.prstoken, p.prsend, nullif(p.prsheadline, 0)::pg_catalog.regproc, p.prslextype"
                + " FROM pg_catalog.pg_ts_parser p JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace WHERE "
                + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_ts_parser", "p.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_ts_parser", row.number(0));
            String target = "TEXT SEARCH PARSER " + Sql.quote(row.text(1), row.text(2));
            String headline = row.textOrNull(7) == null ? "" : ",\n    HEADLINE = " + row.text(7);
            into.add(new Draft(address, "text search parser", row.text(1), row.text(3))
                    .statement("CREATE " + target + " (\n    START = " + row.text(4) + ",\n    GETTOKEN = "
                            + row.text(5) + ",\n    END = " + row.text(6) + headline + ",\n    LEXTYPES = "
                            + row.text(8) + "\n)")
                    .drop("DROP " + target));
            into.target(address, target, address);
        }
    }
}

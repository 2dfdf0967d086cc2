package dev.coffer.backup.internal.schema;

import java.util.List;

/** Access methods for tables and indexes. */
final class AccessMethodKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_am", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT a.oid, a.amname, quote_ident(a.amname), a.amtype, a.amhandler::pg_catalog.regproc"
                + " FROM pg_catalog.pg_am a WHERE a.oid >= 16384 AND "
                + CatalogSql.standsAlone("pg_am", "a.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_am", row.number(0));
            String target = "ACCESS METHOD " + Sql.quote(row.text(1));
            into.add(new Draft(address, "access method", null, row.text(2))
                    .statement("CREATE " + target + " TYPE " + (row.text(3).equals("i") ? "INDEX" : "TABLE")
                            + " HANDLER " + row.text(4))
                    .drop("DROP " + target));
            into.target(address, target, address);
        }
    }
}

package dev.coffer.backup.internal.schema;

import java.util.List;

/** Foreign servers. */
final class ForeignServerKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_foreign_server", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT s.oid, s.srvname, quote_ident(s.srvname), w.fdwname, s.srvtype, s.srvversion, "
                + ForeignOptions.columns("s.srvoptions") + ", w.oid"
                + " FROM pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE "
                + CatalogSql.standsAlone("pg_foreign_server", "s.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_foreign_server", row.number(0));
            String target = "SERVER " + Sql.quote(row.text(1));
            Draft draft = new Draft(address, "server", null, row.text(2))
                    .needs(new Address("pg_foreign_data_wrapper", row.number(8)))
                    .drop("DROP " + target);
            draft.statement("CREATE " + target
                    + (row.textOrNull(4) == null ? "" : " TYPE " + Sql.literal(row.text(4)))
                    + (row.textOrNull(5) == null ? "" : " VERSION " + Sql.literal(row.text(5)))
                    + " FOREIGN DATA WRAPPER " + Sql.quote(row.text(3))
                    + ForeignOptions.of(row, 6, draft.id(), into));
            into.add(draft);
            into.target(address, target, address);
        }
    }
}

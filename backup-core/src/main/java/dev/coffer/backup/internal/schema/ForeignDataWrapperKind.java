package dev.coffer.backup.internal.schema;

import java.util.List;

/** Foreign-data wrappers that came with no extension. */
final class ForeignDataWrapperKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_foreign_data_wrapper", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT w.oid, w.fdwname, quote_ident(w.fdwname), nullif(w.fdwhandler, 0)::pg_catalog.regproc,"
                + " nullif(w.fdwvalidator, 0)::pg_catalog.regproc, " + ForeignOptions.columns("w.fdwoptions")
                + " FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.oid >= 16384 AND "
                + CatalogSql.standsAlone("pg_foreign_data_wrapper", "w.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_foreign_data_wrapper", row.number(0));
            String target = "FOREIGN DATA WRAPPER " + Sql.quote(row.text(1));
            Draft draft = new Draft(address, "foreign-data wrapper", null, row.text(2)).drop("DROP " + target);
            draft.statement("CREATE " + target
                    + (row.textOrNull(3) == null ? "" : " HANDLER " + row.text(3))
                    + (row.textOrNull(4) == null ? "" : " VALIDATOR " + row.text(4))
                    + ForeignOptions.of(row, 5, draft.id(), into));
            into.add(draft);
            into.target(address, target, address);
        }
    }
}

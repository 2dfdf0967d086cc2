package dev.coffer.backup.internal.schema;

import java.util.List;

/** Schemas. {@code public} is there in every new database, but may have been dropped. */
final class SchemaKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_namespace", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT n.oid, n.nspname, format('%I', n.nspname) FROM pg_catalog.pg_namespace n WHERE "
                + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_namespace", "n.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_namespace", row.number(0));
            String name = row.text(1);
            boolean exists = name.equals("public");
            Draft draft = new Draft(address, "schema", name, row.text(2))
                    .statement("CREATE SCHEMA " + (exists ? "IF NOT EXISTS " : "") + Sql.quote(name));
            if (!exists) {
                draft.drop("DROP SCHEMA " + Sql.quote(name));
            }
            into.add(draft);
            into.target(address, "SCHEMA " + Sql.quote(name), address);
        }
    }
}

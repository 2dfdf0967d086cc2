package dev.coffer.backup.internal.schema;

import java.util.List;

/** Enum types. */
final class EnumKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_type", "pg_enum", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT t.oid, n.nspname, t.typname, " + CatalogSql.identity("n.nspname", "t.typname")
                + ", (SELECT string_agg(quote_literal(e.enumlabel), E',\\n    ' ORDER BY e.enumsortorder)"
                + " FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)"
                + " FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
                + " WHERE t.typtype = 'e' AND " + CatalogSql.USER_SCHEMA + " AND "
                + CatalogSql.standsAlone("pg_type", "t.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_type", row.number(0));
            String name = Sql.quote(row.text(1), row.text(2));
            String labels = row.textOrNull(4) == null ? "" : "\n    " + row.text(4) + "\n";
            into.add(new Draft(address, "enum type", row.text(1), row.text(3))
                    .statement("CREATE TYPE " + name + " AS ENUM (" + labels + ")")
                    .drop("DROP TYPE " + name));
            into.target(address, "TYPE " + name, address);
        }
    }
}

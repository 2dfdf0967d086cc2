package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;

/** Collations. The version is left to the target, which knows its own library. */
final class CollationKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_collation", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        // The columns have had several names, and may get another.
        String locale = "coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale',"
                + " CASE WHEN c.collprovider = 'i' THEN c.collcollate END)";
        String rules = "to_jsonb(c) ->> 'collicurules'";
        return List.of("SELECT c.oid, n.nspname, c.collname, " + CatalogSql.identity("n.nspname", "c.collname")
                + ", c.collprovider, c.collisdeterministic, " + locale + ", c.collcollate, c.collctype, " + rules
                + " FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace"
                + " WHERE " + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_collation", "c.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_collation", row.number(0));
            String name = Sql.quote(row.text(1), row.text(2));
            List<String> options = new ArrayList<>();
            String provider = row.text(4);
            options.add("provider = " + (provider.equals("i") ? "icu" : provider.equals("b") ? "builtin" : "libc"));
            if (!row.flag(5)) {
                options.add("deterministic = false");
            }
            if (row.textOrNull(6) != null) {
                options.add("locale = " + Sql.literal(row.text(6)));
            } else {
                options.add("lc_collate = " + Sql.literal(row.text(7)));
                options.add("lc_ctype = " + Sql.literal(row.text(8)));
            }
            if (row.textOrNull(9) != null) {
                options.add("rules = " + Sql.literal(row.text(9)));
            }
            into.add(new Draft(address, "collation", row.text(1), row.text(3))
                    .statement("CREATE COLLATION " + name + " (" + String.join(", ", options) + ")")
                    .drop("DROP COLLATION " + name));
            into.target(address, "COLLATION " + name, address);
        }
    }
}

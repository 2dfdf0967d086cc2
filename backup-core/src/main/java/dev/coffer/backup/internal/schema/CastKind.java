package dev.coffer.backup.internal.schema;

import java.util.List;

/** Casts. */
final class CastKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_cast", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT c.oid, format_type(c.castsource, NULL), format_type(c.casttarget, NULL), c.castcontext,"
                + " c.castmethod, nullif(c.castfunc, 0)::pg_catalog.regprocedure FROM pg_catalog.pg_cast c WHERE c.oid >= 16384 AND "
                + CatalogSql.standsAlone("pg_cast", "c.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_cast", row.number(0));
            String types = "(" + row.text(1) + " AS " + row.text(2) + ")";
            String how = switch (row.text(4)) {
                case "f" -> "WITH FUNCTION " + row.text(5);
                case "i" -> "WITH INOUT";
                default -> "WITHOUT FUNCTION";
            };
            String when = switch (row.text(3)) {
                case "a" -> " AS ASSIGNMENT";
                case "i" -> " AS IMPLICIT";
                default -> "";
            };
            into.add(new Draft(address, "cast", null, types)
                    .statement("CREATE CAST " + types + " " + how + when)
                    .drop("DROP CAST " + types));
            into.target(address, "CAST " + types, address);
        }
    }
}

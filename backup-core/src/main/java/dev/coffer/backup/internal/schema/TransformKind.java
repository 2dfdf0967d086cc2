package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;

/** Transforms between a type and a language. */
final class TransformKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_transform", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT f.oid, format_type(f.trftype, NULL), l.lanname, quote_ident(l.lanname),"
                + " nullif(f.trffromsql, 0)::pg_catalog.regprocedure, nullif(f.trftosql, 0)::pg_catalog.regprocedure"
                + " FROM pg_catalog.pg_transform f JOIN pg_catalog.pg_language l ON l.oid = f.trflang WHERE f.oid >= 16384 AND "
                + CatalogSql.standsAlone("pg_transform", "f.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_transform", row.number(0));
            String target = "TRANSFORM FOR " + row.text(1) + " LANGUAGE " + Sql.quote(row.text(2));
            List<String> functions = new ArrayList<>();
            if (row.textOrNull(4) != null) {
                functions.add("FROM SQL WITH FUNCTION " + row.text(4));
            }
            if (row.textOrNull(5) != null) {
                functions.add("TO SQL WITH FUNCTION " + row.text(5));
            }
            into.add(new Draft(address, "transform", null, row.text(1) + " " + row.text(3))
                    .statement("CREATE " + target + " (" + String.join(", ", functions) + ")")
                    .drop("DROP " + target));
            into.target(address, target, address);
        }
    }
}

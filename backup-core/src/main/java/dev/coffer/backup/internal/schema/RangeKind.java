package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;

/** Range types, each with its multirange type. */
final class RangeKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_type", "pg_range", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT t.oid, n.nspname, t.typname, " + CatalogSql.identity("n.nspname", "t.typname")
                + ", format_type(r.rngsubtype, NULL),"
                + " CASE WHEN NOT o.opcdefault THEN format('%I.%I', onn.nspname, o.opcname) END, "
                + CatalogSql.collation("r.rngcollation", "s.typcollation")
                + ", nullif(r.rngsubdiff, 0)::pg_catalog.regproc, nullif(r.rngcanonical, 0)::pg_catalog.regproc, mn.nspname, m.typname"
                + " FROM pg_catalog.pg_range r JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
                + " JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype"
                + " JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc"
                + " JOIN pg_catalog.pg_namespace onn ON onn.oid = o.opcnamespace"
                + " JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid"
                + " JOIN pg_catalog.pg_namespace mn ON mn.oid = m.typnamespace"
                + " WHERE " + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_type", "t.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_type", row.number(0));
            String name = Sql.quote(row.text(1), row.text(2));
            List<String> lines = new ArrayList<>();
            lines.add("SUBTYPE = " + row.text(4));
            if (row.textOrNull(5) != null) {
                lines.add("SUBTYPE_OPCLASS = " + row.text(5));
            }
            if (row.textOrNull(6) != null) {
                lines.add("COLLATION = " + row.text(6));
            }
            if (row.textOrNull(7) != null) {
                lines.add("SUBTYPE_DIFF = " + row.text(7));
            }
            if (row.textOrNull(8) != null) {
                lines.add("CANONICAL = " + row.text(8));
            }
            lines.add("MULTIRANGE_TYPE_NAME = " + Sql.quote(row.text(9), row.text(10)));
            String create = "CREATE TYPE " + name + " AS RANGE (\n    " + String.join(",\n    ", lines) + "\n)";
            into.add(new Draft(address, "range type", row.text(1), row.text(3))
                    .statement(create)
                    // A canonical function needs the name of the type.
                    .placeholder("CREATE TYPE " + name, create)
                    .drop("DROP TYPE " + name));
            into.target(address, "TYPE " + name, address);
        }
    }
}

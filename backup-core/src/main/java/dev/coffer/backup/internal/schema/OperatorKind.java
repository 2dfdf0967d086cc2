package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;

/** Operators. One that names another as commutator or negator may come first: the server keeps a place for the other. */
final class OperatorKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_operator", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT o.oid, n.nspname, o.oprname, quote_ident(n.nspname) || '.' || o.oprname,"
                + " o.oprcode::pg_catalog.regproc, CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END,"
                + " format_type(o.oprright, NULL), " + other("o.oprcom") + ", " + other("o.oprnegate")
                + ", nullif(o.oprrest, 0)::pg_catalog.regproc, nullif(o.oprjoin, 0)::pg_catalog.regproc, o.oprcanhash, o.oprcanmerge"
                + " FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace"
                + " WHERE o.oprcode <> 0 AND " + CatalogSql.USER_SCHEMA + " AND "
                + CatalogSql.standsAlone("pg_operator", "o.oid"));
    }

    private static String other(String oid) {
        return "(SELECT format('OPERATOR(%I.%s)', xn.nspname, x.oprname) FROM pg_catalog.pg_operator x"
                + " JOIN pg_catalog.pg_namespace xn ON xn.oid = x.oprnamespace WHERE x.oid = " + oid + ")";
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_operator", row.number(0));
            String name = Sql.quote(row.text(1)) + "." + row.text(2);
            String left = row.textOrNull(5);
            String target = "OPERATOR " + name + " (" + (left == null ? "NONE" : left) + ", " + row.text(6) + ")";
            List<String> options = new ArrayList<>();
            options.add("FUNCTION = " + row.text(4));
            if (left != null) {
                options.add("LEFTARG = " + left);
            }
            options.add("RIGHTARG = " + row.text(6));
            String[] names = {"COMMUTATOR = ", "NEGATOR = ", "RESTRICT = ", "JOIN = "};
            for (int i = 0; i < names.length; i++) {
                if (row.textOrNull(7 + i) != null) {
                    options.add(names[i] + row.text(7 + i));
                }
            }
            if (row.flag(11)) {
                options.add("HASHES");
            }
            if (row.flag(12)) {
                options.add("MERGES");
            }
            into.add(new Draft(
                            address,
                            "operator",
                            row.text(1),
                            row.text(3) + "(" + (left == null ? "NONE" : left) + ", " + row.text(6) + ")")
                    .statement("CREATE OPERATOR " + name + " (\n    " + String.join(",\n    ", options) + "\n)")
                    .drop("DROP " + target));
            into.target(address, target, address);
        }
    }
}

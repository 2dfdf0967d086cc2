package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Base types, and shell types: a name that functions can already use. */
final class BaseTypeKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_type", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT t.oid, n.nspname, t.typname, " + CatalogSql.identity("n.nspname", "t.typname")
                + ", t.typisdefined, t.typlen, t.typinput::pg_catalog.regproc, t.typoutput::pg_catalog.regproc, nullif(t.typreceive, 0)::pg_catalog.regproc,"
                + " nullif(t.typsend, 0)::pg_catalog.regproc, nullif(t.typmodin, 0)::pg_catalog.regproc, nullif(t.typmodout, 0)::pg_catalog.regproc,"
                + " nullif(t.typanalyze, 0)::pg_catalog.regproc, nullif(t.typsubscript, 0)::pg_catalog.regproc, t.typcollation <> 0,"
                + " coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)),"
                + " CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END, t.typcategory, t.typispreferred,"
                + " nullif(t.typdelim, ','), t.typalign, t.typstorage, t.typbyval"
                + " FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
                // An array type depends on that of its elements, what CREATE TYPE made on nothing.
                + " WHERE t.typtype IN ('b', 'p') AND " + CatalogSql.USER_SCHEMA + " AND "
                + CatalogSql.standsAlone("pg_type", "t.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_type", row.number(0));
            String name = "TYPE " + Sql.quote(row.text(1), row.text(2));
            boolean defined = row.flag(4);
            Draft draft = new Draft(address, defined ? "base type" : "shell type", row.text(1), row.text(3))
                    .statement("CREATE " + name + (defined ? options(row) : ""))
                    .drop("DROP " + name);
            into.add(defined ? draft.placeholder("CREATE " + name, "CREATE " + name + options(row)) : draft);
            into.target(address, name, address);
        }
    }

    private static String options(ResultRow row) {
        List<String> lines = new ArrayList<>();
        lines.add("INTERNALLENGTH = " + (row.integer(5) < 0 ? "VARIABLE" : row.text(5)));
        lines.add("INPUT = " + row.text(6));
        lines.add("OUTPUT = " + row.text(7));
        add(lines, "RECEIVE", row.textOrNull(8));
        add(lines, "SEND", row.textOrNull(9));
        add(lines, "TYPMOD_IN", row.textOrNull(10));
        add(lines, "TYPMOD_OUT", row.textOrNull(11));
        add(lines, "ANALYZE", row.textOrNull(12));
        add(lines, "SUBSCRIPT", row.textOrNull(13));
        add(lines, "COLLATABLE", row.flag(14) ? "true" : null);
        add(lines, "DEFAULT", row.textOrNull(15));
        add(lines, "ELEMENT", row.textOrNull(16));
        add(lines, "CATEGORY", row.text(17).equals("U") ? null : Sql.literal(row.text(17)));
        add(lines, "PREFERRED", row.flag(18) ? "true" : null);
        add(lines, "DELIMITER", row.textOrNull(19) == null ? null : Sql.literal(row.text(19)));
        lines.add("ALIGNMENT = " + alignment(row.text(20)));
        lines.add("STORAGE = " + TableColumn.storageWord(row.text(21)));
        if (row.flag(22)) {
            lines.add("PASSEDBYVALUE");
        }
        return " (\n    " + String.join(",\n    ", lines) + "\n)";
    }

    private static void add(List<String> lines, String option, @Nullable String value) {
        if (value != null) {
            lines.add(option + " = " + value);
        }
    }

    private static String alignment(String code) {
        return switch (code) {
            case "c" -> "char";
            case "s" -> "int2";
            case "d" -> "double";
            default -> "int4";
        };
    }
}

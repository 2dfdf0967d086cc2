package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Functions, window functions and procedures. */
final class FunctionKind implements ObjectKind {
    /**
     * Those of its types in its language. What {@code pg_depend} says of them follows from what was created first, and since 18 from what
     * the function names.
     */
    private static final String TRANSFORMS =
            "SELECT p.oid, f.oid FROM pg_catalog.pg_transform f JOIN pg_catalog.pg_proc p"
                    + " ON p.prolang = f.trflang AND (f.trftype = p.prorettype OR f.trftype = ANY (p.proargtypes::pg_catalog.oid[])"
                    + " OR f.trftype = ANY (p.protrftypes)) WHERE p.oid >= 16384 AND f.oid >= 16384 AND p.prokind <> 'a'"
                    + " AND p.oid <> f.trffromsql AND p.oid <> f.trftosql";

    @Override
    public List<String> catalogs() {
        return List.of("pg_proc", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT p.oid, n.nspname, p.proname, " + RoutineSql.IDENTITY + ", p.prokind,"
                        + " pg_get_functiondef(p.oid), pg_get_function_identity_arguments(p.oid), "
                        + RoutineSql.CLOSED_TO_PUBLIC + RoutineSql.ROUTINES + " AND p.prokind <> 'a'",
                unsafeNames(),
                TRANSFORMS);
    }

    /**
     * Functions that are called while a restore runs, without a search_path of their own (P7): from checks, indexes, generated columns
     * and materialized views. Those whose body the server has parsed are safe.
     */
    private static String unsafeNames() {
        return "SELECT DISTINCT " + RoutineSql.IDENTITY + RoutineSql.ROUTINES
                + " AND p.prosqlbody IS NULL AND p.prolang NOT IN (SELECT l.oid FROM pg_catalog.pg_language l"
                + " WHERE l.lanname IN ('c', 'internal')) AND NOT EXISTS (SELECT FROM unnest(p.proconfig) s"
                + " WHERE s LIKE 'search\\_path=%') AND EXISTS (SELECT FROM pg_catalog.pg_depend d"
                + " LEFT JOIN pg_catalog.pg_constraint k ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = d.objid"
                + " LEFT JOIN pg_catalog.pg_class i ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.oid = d.objid"
                + " LEFT JOIN pg_catalog.pg_attrdef f ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND f.oid = d.objid"
                + " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum"
                + " LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid"
                + " LEFT JOIN pg_catalog.pg_class m ON m.oid = r.ev_class"
                + " WHERE d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.refobjid = p.oid"
                + " AND (k.contype IN ('c', 'x') OR i.relkind IN ('i', 'I') OR a.attgenerated <> '' OR m.relkind = 'm'))"
                + " ORDER BY 1";
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        Map<Long, List<Address>> transforms = new HashMap<>();
        for (ResultRow row : results.get(2)) {
            transforms
                    .computeIfAbsent(row.number(0), function -> new ArrayList<>())
                    .add(new Address("pg_transform", row.number(1)));
        }
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_proc", row.number(0));
            boolean procedure = row.text(4).equals("p");
            String target = (procedure ? "PROCEDURE " : "FUNCTION ") + Sql.quote(row.text(1), row.text(2)) + "("
                    + row.text(6) + ")";
            Draft draft = new Draft(address, procedure ? "procedure" : "function", row.text(1), row.text(3))
                    .statement(row.text(5).stripTrailing())
                    .drop("DROP " + target);
            transforms.getOrDefault(row.number(0), List.of()).forEach(draft::needs);
            into.add(draft);
            into.target(address, target, address);
            if (row.flag(7)) {
                RoutineSql.closeToPublic(address, row.text(1), row.text(3), target, into);
            }
        }
        for (ResultRow row : results.get(1)) {
            into.warn("function " + row.text(0)
                    + " is called by a check, an index, a generated column or a materialized view"
                    + " and has no search_path of its own; a restore fails where its body uses unqualified names"
                    + " (ALTER FUNCTION … SET search_path helps)");
        }
    }
}

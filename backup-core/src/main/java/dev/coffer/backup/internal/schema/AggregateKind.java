package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Aggregates: plain, moving, ordered-set and hypothetical ones. */
final class AggregateKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_proc", "pg_aggregate", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT p.oid, n.nspname, p.proname, " + RoutineSql.IDENTITY
                + ", pg_get_function_arguments(p.oid), pg_get_function_identity_arguments(p.oid), "
                + RoutineSql.CLOSED_TO_PUBLIC + ", g.aggkind, p.proparallel, g.aggtransfn::pg_catalog.regproc,"
                + " format_type(g.aggtranstype, NULL), nullif(g.aggtransspace, 0), nullif(g.aggfinalfn, 0)::pg_catalog.regproc,"
                + " g.aggfinalextra, g.aggfinalmodify, nullif(g.aggcombinefn, 0)::pg_catalog.regproc,"
                + " nullif(g.aggserialfn, 0)::pg_catalog.regproc, nullif(g.aggdeserialfn, 0)::pg_catalog.regproc, g.agginitval,"
                + " nullif(g.aggmtransfn, 0)::pg_catalog.regproc, nullif(g.aggminvtransfn, 0)::pg_catalog.regproc,"
                + " CASE WHEN g.aggmtranstype <> 0 THEN format_type(g.aggmtranstype, NULL) END,"
                + " nullif(g.aggmtransspace, 0), nullif(g.aggmfinalfn, 0)::pg_catalog.regproc, g.aggmfinalextra, g.aggmfinalmodify,"
                + " g.aggminitval, (SELECT format('OPERATOR(%I.%s)', sn.nspname, o.oprname) FROM pg_catalog.pg_operator o"
                + " JOIN pg_catalog.pg_namespace sn ON sn.oid = o.oprnamespace WHERE o.oid = g.aggsortop)"
                + RoutineSql.ROUTINES.replace(
                        " WHERE ", " JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid WHERE "));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_proc", row.number(0));
            String name = Sql.quote(row.text(1), row.text(2));
            String target = "AGGREGATE " + name + "(" + (row.text(5).isEmpty() ? "*" : row.text(5)) + ")";
            into.add(new Draft(address, "aggregate", row.text(1), row.text(3))
                    .statement("CREATE AGGREGATE " + name + "(" + (row.text(4).isEmpty() ? "*" : row.text(4))
                            + ") (\n    " + String.join(",\n    ", options(row)) + "\n)")
                    .drop("DROP " + target));
            into.target(address, target, address);
            if (row.flag(6)) {
                // GRANT and REVOKE take the types alone, without ORDER BY.
                RoutineSql.closeToPublic(address, row.text(1), row.text(3), "ROUTINE " + row.text(3), into);
            }
        }
    }

    private static List<String> options(ResultRow row) {
        boolean plain = row.text(7).equals("n");
        List<String> options = new ArrayList<>();
        options.add("SFUNC = " + row.text(9));
        options.add("STYPE = " + row.text(10));
        add(options, "SSPACE = ", row.textOrNull(11));
        finalFunction(options, "", row, 12, plain ? "r" : "w");
        add(options, "COMBINEFUNC = ", row.textOrNull(15));
        add(options, "SERIALFUNC = ", row.textOrNull(16));
        add(options, "DESERIALFUNC = ", row.textOrNull(17));
        addText(options, "INITCOND = ", row.textOrNull(18));
        add(options, "MSFUNC = ", row.textOrNull(19));
        add(options, "MINVFUNC = ", row.textOrNull(20));
        add(options, "MSTYPE = ", row.textOrNull(21));
        add(options, "MSSPACE = ", row.textOrNull(22));
        finalFunction(options, "M", row, 23, plain ? "r" : "w");
        addText(options, "MINITCOND = ", row.textOrNull(26));
        add(options, "SORTOP = ", row.textOrNull(27));
        if (row.text(7).equals("h")) {
            options.add("HYPOTHETICAL");
        }
        if (row.text(8).equals("s")) {
            options.add("PARALLEL = SAFE");
        } else if (row.text(8).equals("r")) {
            options.add("PARALLEL = RESTRICTED");
        }
        return options;
    }

    private static void finalFunction(List<String> options, String moving, ResultRow row, int first, String usual) {
        if (row.textOrNull(first) == null) {
            return;
        }
        options.add(moving + "FINALFUNC = " + row.text(first));
        if (row.flag(first + 1)) {
            options.add(moving + "FINALFUNC_EXTRA");
        }
        String modify = row.text(first + 2);
        if (!modify.equals(usual)) {
            options.add(moving + "FINALFUNC_MODIFY = "
                    + (modify.equals("r") ? "READ_ONLY" : modify.equals("s") ? "SHAREABLE" : "READ_WRITE"));
        }
    }

    private static void add(List<String> options, String name, @Nullable String value) {
        if (value != null) {
            options.add(name + value);
        }
    }

    private static void addText(List<String> options, String name, @Nullable String value) {
        if (value != null) {
            options.add(name + Sql.literal(value));
        }
    }
}

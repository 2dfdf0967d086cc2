package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operators and support functions of operator classes and families. {@code pg_depend} says to which of the two each belongs. */
final class OperatorClassMembers {
    private OperatorClassMembers() {}

    static String operators(String catalog) {
        return "SELECT d.refobjid, format('OPERATOR %s %s%s', o.amopstrategy, o.amopopr::pg_catalog.regoperator,"
                + " (SELECT format(' FOR ORDER BY %I.%I', fn.nspname, f.opfname) FROM pg_catalog.pg_opfamily f"
                + " JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace WHERE f.oid = o.amopsortfamily)), o.oid"
                + " FROM pg_catalog.pg_amop o JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass"
                + " AND d.objid = o.oid AND d.refclassid = 'pg_catalog." + catalog
                + "'::pg_catalog.regclass AND d.objid >= 16384"
                + " ORDER BY d.refobjid, o.amopstrategy, o.amopopr::pg_catalog.regoperator::pg_catalog.text COLLATE \"C\"";
    }

    static String functions(String catalog) {
        return "SELECT d.refobjid, format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),"
                + " format_type(p.amprocrighttype, NULL), p.amproc::pg_catalog.regprocedure), p.oid"
                + " FROM pg_catalog.pg_amproc p JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass"
                + " AND d.objid = p.oid AND d.refclassid = 'pg_catalog." + catalog
                + "'::pg_catalog.regclass AND d.objid >= 16384"
                + " ORDER BY d.refobjid, p.amprocnum, p.amproc::pg_catalog.regprocedure::pg_catalog.text COLLATE \"C\","
                + " format_type(p.amproclefttype, NULL) COLLATE \"C\", format_type(p.amprocrighttype, NULL) COLLATE \"C\"";
    }

    static void gather(List<ResultRow> rows, Map<Long, List<String>> members) {
        for (ResultRow row : rows) {
            members.computeIfAbsent(row.number(0), oid -> new ArrayList<>()).add(row.text(1));
        }
    }
}

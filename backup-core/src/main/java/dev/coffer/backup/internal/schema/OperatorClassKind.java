package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operator classes. */
final class OperatorClassKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_opclass", "pg_amop", "pg_amproc", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT c.oid, n.nspname, c.opcname, " + CatalogSql.identity("n.nspname", "c.opcname")
                        + " || ' USING ' || quote_ident(a.amname), quote_ident(a.amname), c.opcdefault,"
                        + " format_type(c.opcintype, NULL), CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END,"
                        + " fn.nspname, f.opfname, f.oid, a.oid"
                        + " FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace"
                        + " JOIN pg_catalog.pg_am a ON a.oid = c.opcmethod"
                        + " JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily"
                        + " JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace WHERE "
                        + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_opclass", "c.oid"),
                OperatorClassMembers.operators("pg_opclass"),
                OperatorClassMembers.functions("pg_opclass"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        Map<Long, List<String>> members = new HashMap<>();
        OperatorClassMembers.gather(results.get(1), members);
        OperatorClassMembers.gather(results.get(2), members);
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_opclass", row.number(0));
            String target = "OPERATOR CLASS " + Sql.quote(row.text(1), row.text(2));
            List<String> lines = new ArrayList<>(members.getOrDefault(row.number(0), List.of()));
            if (row.textOrNull(7) != null) {
                lines.add(0, "STORAGE " + row.text(7));
            } else if (lines.isEmpty()) {
                // The list may not be empty; this says what is so anyway.
                lines.add("STORAGE " + row.text(6));
            }
            into.add(new Draft(address, "operator class", row.text(1), row.text(3))
                    .statement("CREATE " + target + (row.flag(5) ? "\n    DEFAULT" : "\n   ") + " FOR TYPE "
                            + row.text(6)
                            + " USING " + row.text(4) + " FAMILY " + Sql.quote(row.text(8), row.text(9)) + " AS\n    "
                            + String.join(",\n    ", lines))
                    .needs(new Address("pg_opfamily", row.number(10)))
                    .needs(new Address("pg_am", row.number(11)))
                    .drop("DROP " + target + " USING " + row.text(4)));
            into.target(address, target + " USING " + row.text(4), address);
        }
    }
}

package dev.coffer.backup.internal.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operator families, with the operators and functions that belong to the family and to no class in it. */
final class OperatorFamilyKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_opfamily", "pg_amop", "pg_amproc", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT f.oid, n.nspname, f.opfname, " + CatalogSql.identity("n.nspname", "f.opfname")
                        + " || ' USING ' || quote_ident(a.amname), quote_ident(a.amname), a.oid"
                        + " FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace"
                        + " JOIN pg_catalog.pg_am a ON a.oid = f.opfmethod WHERE " + CatalogSql.USER_SCHEMA + " AND "
                        + CatalogSql.standsAlone("pg_opfamily", "f.oid"),
                OperatorClassMembers.operators("pg_opfamily"),
                OperatorClassMembers.functions("pg_opfamily"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        Map<Long, List<String>> members = new HashMap<>();
        OperatorClassMembers.gather(results.get(1), members);
        OperatorClassMembers.gather(results.get(2), members);
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_opfamily", row.number(0));
            String target = "OPERATOR FAMILY " + Sql.quote(row.text(1), row.text(2)) + " USING " + row.text(4);
            into.add(new Draft(address, "operator family", row.text(1), row.text(3))
                    .statement("CREATE " + target)
                    .needs(new Address("pg_am", row.number(5)))
                    .drop("DROP " + target));
            into.target(address, target, address);
            List<String> loose = members.getOrDefault(row.number(0), List.of());
            if (!loose.isEmpty()) {
                into.add(new Draft(members(row.number(0)), "operator family members", row.text(1), row.text(3))
                        .statement("ALTER " + target + " ADD\n    " + String.join(",\n    ", loose))
                        .needs(address));
            }
        }
        // What a member needs is needed by the statement that adds it, not by the family itself.
        for (ResultRow row : results.get(1)) {
            into.alias(new Address("pg_amop", row.number(2)), members(row.number(0)));
        }
        for (ResultRow row : results.get(2)) {
            into.alias(new Address("pg_amproc", row.number(2)), members(row.number(0)));
        }
    }

    private static Address members(long family) {
        return new Address("members of pg_opfamily", family);
    }
}

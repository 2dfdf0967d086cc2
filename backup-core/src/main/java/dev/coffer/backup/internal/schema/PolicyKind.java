package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.List;

/** Row security: whether it is on, and its policies. */
final class PolicyKind implements ObjectKind {
    private static final String TABLE = " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND " + CatalogSql.USER_SCHEMA + " AND "
            + CatalogSql.standsAlone("pg_class", "c.oid");

    @Override
    public List<String> catalogs() {
        return List.of("pg_policy", "pg_class");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT c.oid, n.nspname, c.relname, " + CatalogSql.identity("n.nspname", "c.relname")
                        + ", c.relrowsecurity, c.relforcerowsecurity FROM pg_catalog.pg_class c" + TABLE
                        + " AND (c.relrowsecurity OR c.relforcerowsecurity)",
                "SELECT p.oid, n.nspname, c.relname, p.polname, " + CatalogSql.identity("n.nspname", "c.relname")
                        + " || ' ' || quote_ident(p.polname), c.oid, p.polpermissive, p.polcmd,"
                        + " (SELECT string_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', '"
                        + " ORDER BY pg_get_userbyid(r) COLLATE \"C\") FROM unnest(p.polroles) r),"
                        + " pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),"
                        + " ARRAY(SELECT pg_get_userbyid(r) FROM unnest(p.polroles) r WHERE r <> 0)"
                        + " FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid" + TABLE);
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            TableName table = new TableName(row.text(1), row.text(2));
            StringBuilder actions = new StringBuilder();
            if (row.flag(4)) {
                actions.append(" ENABLE ROW LEVEL SECURITY");
            }
            if (row.flag(5)) {
                actions.append(row.flag(4) ? "," : "").append(" FORCE ROW LEVEL SECURITY");
            }
            into.add(new Draft(new Address("row security", row.number(0)), "row security", table.schema(), row.text(3))
                    .statement("ALTER TABLE ONLY " + Sql.quote(table) + actions)
                    .postData()
                    .table(table)
                    .needs(new Address("pg_class", row.number(0))));
        }
        for (ResultRow row : results.get(1)) {
            readPolicy(row, into);
        }
    }

    private static void readPolicy(ResultRow row, Drafts into) {
        Address address = new Address("pg_policy", row.number(0));
        TableName table = new TableName(row.text(1), row.text(2));
        String target = "POLICY " + Sql.quote(row.text(3)) + " ON " + Sql.quote(table);
        String command = switch (row.text(7)) {
            case "r" -> "SELECT";
            case "a" -> "INSERT";
            case "w" -> "UPDATE";
            case "d" -> "DELETE";
            default -> "ALL";
        };
        Draft policy = new Draft(address, "policy", table.schema(), row.text(4))
                .statement("CREATE " + target + (row.flag(6) ? "" : "\n    AS RESTRICTIVE") + "\n    FOR " + command
                        + "\n    TO "
                        + row.text(8)
                        + (row.textOrNull(9) == null ? "" : "\n    USING (" + row.text(9) + ")")
                        + (row.textOrNull(10) == null ? "" : "\n    WITH CHECK (" + row.text(10) + ")"))
                .postData()
                .table(table)
                .needs(new Address("pg_class", row.number(5)))
                .drop("DROP " + target);
        row.texts(11).forEach(policy::role);
        into.add(policy);
        into.target(address, target, address);
    }
}

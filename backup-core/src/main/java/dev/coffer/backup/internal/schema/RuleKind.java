package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.List;

/** Rewrite rules but those that are views. */
final class RuleKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_rewrite");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT r.oid, n.nspname, c.relname, r.rulename, " + CatalogSql.identity("n.nspname", "c.relname")
                        + " || ' ' || quote_ident(r.rulename), pg_get_ruledef(r.oid), c.oid, r.ev_enabled, c.relkind"
                        + " FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE r.rulename <> '_RETURN' AND c.relkind IN ('r', 'p', 'v') AND c.relpersistence <> 't' AND "
                        + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_rewrite", "r.oid") + " AND "
                        + CatalogSql.standsAlone("pg_class", "c.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_rewrite", row.number(0));
            TableName table = new TableName(row.text(1), row.text(2));
            String name = Sql.quote(row.text(3));
            String definition = row.text(5).stripTrailing();
            List<String> statements = new ArrayList<>();
            statements.add(definition.endsWith(";") ? definition.substring(0, definition.length() - 1) : definition);
            FiringState.add(row.text(7), "RULE " + name, table, statements);
            Draft draft = new Draft(address, "rule", table.schema(), row.text(4))
                    .statements(statements)
                    .postData()
                    .needs(new Address("pg_class", row.number(6)))
                    .drop("DROP RULE " + name + " ON " + Sql.quote(table));
            if (!row.text(8).equals("v")) {
                draft.table(table);
            }
            into.add(draft);
            into.target(address, "RULE " + name + " ON " + Sql.quote(table), address);
        }
    }
}

package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.List;

/** Triggers. Those of partitions come with their parents' and count only where they fire otherwise or carry a comment. */
final class TriggerKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_trigger");
    }

    @Override
    public List<String> queries(int serverVersion) {
        // What a clone is like is that of the trigger which was created, at the top of the tree, unless somebody said
        // otherwise.
        String top =
                " LEFT JOIN LATERAL (WITH RECURSIVE up AS (SELECT x.* FROM pg_catalog.pg_trigger x WHERE x.oid = t.tgparentid"
                        + " UNION ALL SELECT x.* FROM up JOIN pg_catalog.pg_trigger x ON x.oid = up.tgparentid)"
                        + " SELECT * FROM up WHERE up.tgparentid = 0) u ON t.tgparentid <> 0";
        return List.of("SELECT t.oid, n.nspname, c.relname, coalesce(u.tgname, t.tgname), "
                + CatalogSql.identity("n.nspname", "c.relname")
                + " || ' ' || quote_ident(coalesce(u.tgname, t.tgname)), pg_get_triggerdef(t.oid), c.oid, t.tgenabled,"
                + " coalesce(u.oid, 0), c.relkind"
                + " FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace" + top
                + " WHERE (t.tgparentid = 0 AND NOT t.tgisinternal OR NOT u.tgisinternal AND (t.tgenabled <> u.tgenabled"
                + " OR EXISTS (SELECT FROM pg_catalog.pg_description d"
                + " WHERE d.classoid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND d.objoid = t.oid)))"
                + " AND c.relkind IN ('r', 'p', 'v', 'f') AND c.relpersistence <> 't' AND " + CatalogSql.USER_SCHEMA
                + " AND "
                + CatalogSql.standsAlone("pg_trigger", "t.oid") + " AND "
                + CatalogSql.standsAlone("pg_class", "c.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_trigger", row.number(0));
            TableName table = new TableName(row.text(1), row.text(2));
            String name = Sql.quote(row.text(3));
            List<String> statements = new ArrayList<>();
            Draft draft;
            if (row.number(8) != 0) {
                statements.add("ALTER TABLE ONLY " + Sql.quote(table) + " " + FiringState.words(row.text(7))
                        + " TRIGGER " + name);
                draft = new Draft(address, "trigger state", table.schema(), row.text(4))
                        .needs(new Address("pg_trigger", row.number(8)));
            } else {
                statements.add(row.text(5));
                FiringState.add(row.text(7), "TRIGGER " + name, table, statements);
                draft = new Draft(address, "trigger", table.schema(), row.text(4))
                        .drop("DROP TRIGGER " + name + " ON " + Sql.quote(table));
            }
            into.target(address, "TRIGGER " + name + " ON " + Sql.quote(table), address);
            draft.statements(statements).postData().needs(new Address("pg_class", row.number(6)));
            if (!row.text(9).equals("v")) {
                draft.table(table);
            }
            into.add(draft);
        }
    }
}

package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.List;

/** Primary keys, unique constraints and exclusion constraints, with their indexes. */
final class KeyKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_constraint", "pg_index", "pg_class");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT k.oid, n.nspname, t.relname, k.conname, " + CatalogSql.identity("n.nspname", "t.relname")
                + " || ' ' || quote_ident(k.conname), k.contype, pg_get_constraintdef(k.oid), t.oid, "
                + CatalogSql.options("c.reloptions") + ", " + IndexParts.COLUMNS
                + " FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class t ON t.oid = k.conrelid"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace"
                + " JOIN pg_catalog.pg_class c ON c.oid = k.conindid"
                + IndexParts.JOINS
                + " WHERE k.contype IN ('p', 'u', 'x') AND t.relpersistence <> 't' AND " + CatalogSql.USER_SCHEMA
                + " AND " + CatalogSql.standsAlone("pg_class", "t.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_constraint", row.number(0));
            Address tableAddress = new Address("pg_class", row.number(7));
            TableName table = new TableName(row.text(1), row.text(2));
            String name = Sql.quote(row.text(3));
            String index = Sql.quote(table.schema(), row.text(3));
            List<String> statements = new ArrayList<>();
            statements.add("ALTER TABLE ONLY " + Sql.quote(table) + "\n    ADD CONSTRAINT " + name + " " + row.text(6));
            // The definition of an exclusion constraint has its options, those of others have not.
            if (row.textOrNull(8) != null && !row.text(5).equals("x")) {
                statements.add("ALTER INDEX " + index + " SET (" + row.text(8) + ")");
            }
            IndexParts.of(row, 9).addTo(statements, index, table);
            into.add(new Draft(address, kind(row.text(5)), table.schema(), row.text(4))
                    .statements(statements)
                    .postData()
                    .table(table)
                    .needs(tableAddress)
                    .drop("ALTER TABLE " + Sql.quote(table) + " DROP CONSTRAINT " + name));
            into.target(address, "CONSTRAINT " + name + " ON " + Sql.quote(table), address);
            into.target(new Address("pg_class", IndexParts.of(row, 9).oid()), "INDEX " + index, address);
            IndexParts.of(row, 9).attach(address, index, table, row.text(4), into);
        }
    }

    private static String kind(String type) {
        return switch (type) {
            case "p" -> "primary key";
            case "u" -> "unique constraint";
            default -> "exclusion constraint";
        };
    }
}

package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.List;

/** Foreign keys. Those of partitions that come with their parents' are not entries of their own. */
final class ForeignKeyKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_constraint");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT k.oid, n.nspname, c.relname, k.conname, " + CatalogSql.identity("n.nspname", "c.relname")
                + " || ' ' || quote_ident(k.conname), pg_get_constraintdef(k.oid), c.oid, c.relkind, k.confrelid"
                + " FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND "
                + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_class", "c.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_constraint", row.number(0));
            TableName table = new TableName(row.text(1), row.text(2));
            String name = Sql.quote(row.text(3));
            boolean partitioned = row.text(7).equals("p");
            into.add(new Draft(address, "foreign key", table.schema(), row.text(4))
                    .statement("ALTER TABLE " + (partitioned ? "" : "ONLY ") + Sql.quote(table)
                            + "\n    ADD CONSTRAINT " + name + " " + row.text(5))
                    .postData()
                    .table(table)
                    .needs(new Address("pg_class", row.number(6)))
                    .needs(new Address("pg_class", row.number(8)))
                    .drop("ALTER TABLE " + Sql.quote(table) + " DROP CONSTRAINT " + name));
            into.target(address, "CONSTRAINT " + name + " ON " + Sql.quote(table), address);
        }
    }
}

package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Composite types made by CREATE TYPE; those of tables and views come with these. */
final class CompositeKind implements ObjectKind {
    private static final String TYPES = " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
            + " ON n.oid = c.relnamespace AND c.relkind = 'c' AND " + CatalogSql.USER_SCHEMA
            + " JOIN pg_catalog.pg_type t ON t.oid = c.reltype AND " + CatalogSql.standsAlone("pg_type", "t.oid");

    @Override
    public List<String> catalogs() {
        return List.of("pg_type", "pg_class", "pg_attribute", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT t.oid, n.nspname, c.relname, " + CatalogSql.identity("n.nspname", "c.relname") + TYPES,
                "SELECT t.oid, c.oid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), "
                        + CatalogSql.collation("a.attcollation", "y.typcollation") + TYPES
                        + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
                        + " JOIN pg_catalog.pg_type y ON y.oid = a.atttypid ORDER BY c.oid, a.attnum");
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        Map<Long, List<ResultRow>> columns = new HashMap<>();
        for (ResultRow row : results.get(1)) {
            columns.computeIfAbsent(row.number(0), oid -> new ArrayList<>()).add(row);
        }
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_type", row.number(0));
            String name = Sql.quote(row.text(1), row.text(2));
            List<String> lines = new ArrayList<>();
            for (ResultRow column : columns.getOrDefault(row.number(0), List.of())) {
                lines.add(Sql.quote(column.text(3)) + " " + column.text(4)
                        + (column.textOrNull(5) == null ? "" : " COLLATE " + column.text(5)));
                into.target(
                        new Address("pg_class", column.number(1), column.integer(2)),
                        "COLUMN " + name + "." + Sql.quote(column.text(3)),
                        address);
            }
            into.add(new Draft(address, "composite type", row.text(1), row.text(3))
                    .statement("CREATE TYPE " + name + " AS ("
                            + (lines.isEmpty() ? "" : "\n    " + String.join(",\n    ", lines) + "\n") + ")")
                    .drop("DROP TYPE " + name));
            into.target(address, "TYPE " + name, address);
        }
    }
}

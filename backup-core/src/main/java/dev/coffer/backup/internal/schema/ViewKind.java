package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Views, and materialized views without their rows. */
final class ViewKind implements ObjectKind {
    private static final String VIEWS = " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
            + " ON n.oid = c.relnamespace AND c.relkind IN ('v', 'm') AND c.relpersistence <> 't' AND "
            + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_class", "c.oid");

    @Override
    public List<String> catalogs() {
        return List.of("pg_class", "pg_rewrite", "pg_attribute", "pg_attrdef", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT c.oid, n.nspname, c.relname, " + CatalogSql.identity("n.nspname", "c.relname")
                        + ", c.relkind, pg_get_viewdef(c.oid), "
                        + CatalogSql.options("c.reloptions || array(SELECT 'toast.' || x FROM unnest(t.reloptions) x)")
                        + ", CASE WHEN a.amname <> 'heap' THEN a.amname END, c.relreplident" + VIEWS
                        + " LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam"
                        + " LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid",
                TableColumn.query(VIEWS));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        Map<Long, List<TableColumn>> columns = new HashMap<>();
        for (ResultRow row : results.get(1)) {
            columns.computeIfAbsent(row.number(0), oid -> new ArrayList<>()).add(TableColumn.of(row));
        }
        for (ResultRow row : results.get(0)) {
            boolean materialized = row.text(4).equals("m");
            List<TableColumn> of = columns.getOrDefault(row.number(0), List.of());
            if (materialized) {
                readMaterialized(row, of, into);
            } else {
                readView(row, of, into);
            }
            Address address = new Address("pg_class", row.number(0));
            String name = Sql.quote(row.text(1), row.text(2));
            into.target(address, (materialized ? "MATERIALIZED VIEW " : "VIEW ") + name, address);
            for (TableColumn column : of) {
                into.target(
                        new Address("pg_class", row.number(0), column.number()),
                        "COLUMN " + name + "." + Sql.quote(column.name()),
                        address);
            }
        }
    }

    private static void readView(ResultRow row, List<TableColumn> columns, Drafts into) {
        Address address = new Address("pg_class", row.number(0));
        String name = Sql.quote(row.text(1), row.text(2));
        String options = row.textOrNull(6) == null ? "" : " WITH (" + row.text(6) + ")";
        String view = " VIEW " + name + options + " AS\n";
        into.add(new Draft(address, "view", row.text(1), row.text(3))
                .statement("CREATE" + view + definition(row))
                .placeholder(
                        "CREATE VIEW " + name + " AS\n SELECT " + nulls(columns),
                        "CREATE OR REPLACE" + view + definition(row))
                .drop("DROP VIEW " + name));
        for (TableColumn column : columns) {
            if (column.hasDefault()) {
                String alter = "ALTER VIEW " + name + " ALTER COLUMN " + Sql.quote(column.name());
                into.add(new Draft(column.defaultAddress(), "default", row.text(1), row.text(3) + "." + column.name())
                        .statement(alter + " SET DEFAULT " + column.expression())
                        .needs(address)
                        .drop(alter + " DROP DEFAULT"));
            }
        }
    }

    /** Columns of the same names and types, for a view that others refer to before what it reads is there. */
    private static String nulls(List<TableColumn> columns) {
        return columns.stream()
                .map(column -> "NULL::" + column.type()
                        + (column.collation() == null ? "" : " COLLATE " + column.collation()) + " AS "
                        + Sql.quote(column.name()))
                .collect(Collectors.joining(",\n    "));
    }

    private static void readMaterialized(ResultRow row, List<TableColumn> columns, Drafts into) {
        String name = Sql.quote(row.text(1), row.text(2));
        List<String> statements = new ArrayList<>();
        statements.add("CREATE MATERIALIZED VIEW " + name
                + (row.textOrNull(7) == null ? "" : " USING " + Sql.quote(row.text(7)))
                + (row.textOrNull(6) == null ? "" : " WITH (" + row.text(6) + ")") + " AS\n" + definition(row)
                + "\n  WITH NO DATA");
        for (TableColumn column : columns) {
            column.settings("ALTER MATERIALIZED VIEW " + name, statements);
        }
        switch (row.text(8)) {
            case "f" -> statements.add("ALTER MATERIALIZED VIEW " + name + " REPLICA IDENTITY FULL");
            case "n" -> statements.add("ALTER MATERIALIZED VIEW " + name + " REPLICA IDENTITY NOTHING");
            default -> {}
        }
        into.add(new Draft(new Address("pg_class", row.number(0)), "materialized view", row.text(1), row.text(3))
                .statements(statements)
                .table(new TableName(row.text(1), row.text(2)))
                .drop("DROP MATERIALIZED VIEW " + name));
    }

    private static String definition(ResultRow row) {
        String text = row.text(5).stripTrailing();
        return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    }
}

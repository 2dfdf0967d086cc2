package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.List;

/** Indexes that belong to no constraint. */
final class IndexKind implements ObjectKind {
    private static final String INDEXES =
            " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + IndexParts.JOINS + " JOIN pg_catalog.pg_class t ON t.oid = i.indrelid"
                    + " WHERE t.relpersistence <> 't' AND " + CatalogSql.USER_SCHEMA + " AND "
                    + CatalogSql.standsAlone("pg_class", "t.oid")
                    + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = c.oid"
                    + " AND k.contype IN ('p', 'u', 'x'))";

    @Override
    public List<String> catalogs() {
        return List.of("pg_index", "pg_class", "pg_attribute", "pg_inherits");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT n.nspname, c.relname, t.relname, " + CatalogSql.identity("n.nspname", "c.relname")
                + ", pg_get_indexdef(c.oid), t.oid, i.indisvalid OR c.relkind = 'I', " + statistics() + ", "
                + IndexParts.COLUMNS + INDEXES);
    }

    /** Columns of an index are numbered, since expressions have no names. */
    private static String statistics() {
        return "(SELECT string_agg(format('ALTER COLUMN %s SET STATISTICS %s', a.attnum, a.attstattarget), ', '"
                + " ORDER BY a.attnum) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0)";
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            TableName table = new TableName(row.text(0), row.text(2));
            if (!row.flag(6)) {
                into.skip("index " + row.text(3), "it is invalid: CREATE INDEX CONCURRENTLY did not complete");
                continue;
            }
            IndexParts parts = IndexParts.of(row, 8);
            Address address = new Address("pg_class", parts.oid());
            String index = Sql.quote(row.text(0), row.text(1));
            List<String> statements = new ArrayList<>();
            statements.add(row.text(4));
            if (row.textOrNull(7) != null) {
                statements.add("ALTER INDEX " + index + " " + row.text(7));
            }
            parts.addTo(statements, index, table);
            into.add(new Draft(address, "index", table.schema(), row.text(3))
                    .statements(statements)
                    .postData()
                    .table(table)
                    .needs(new Address("pg_class", row.number(5)))
                    .drop("DROP INDEX " + index));
            into.target(address, "INDEX " + index, address);
            parts.attach(address, index, table, row.text(3), into);
        }
    }
}

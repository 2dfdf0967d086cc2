package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables of all sorts, foreign ones too, with their columns, defaults, checks, parents and partition bounds. */
final class TableKind implements ObjectKind {
    private static final String TABLES = " FROM pg_catalog.pg_class c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND c.relkind IN ('r', 'p', 'f')"
            + " AND c.relpersistence <> 't' AND " + CatalogSql.USER_SCHEMA + " AND "
            + CatalogSql.standsAlone("pg_class", "c.oid");

    @Override
    public List<String> catalogs() {
        return List.of(
                "pg_class",
                "pg_attribute",
                "pg_attrdef",
                "pg_constraint",
                "pg_inherits",
                "pg_partitioned_table",
                "pg_sequence",
                "pg_type",
                "pg_foreign_table",
                "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(tables(), TableColumn.query(TABLES), identities(serverVersion), checks(), parents());
    }

    private static String tables() {
        return "SELECT c.oid, n.nspname, c.relname, " + CatalogSql.identity("n.nspname", "c.relname")
                + ", c.relkind, c.relpersistence, c.relispartition, pg_get_partkeydef(c.oid),"
                + " CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,"
                + " CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,"
                + " CASE WHEN a.amname <> 'heap' THEN a.amname END, c.relreplident, "
                + CatalogSql.options("c.reloptions || array(SELECT 'toast.' || x FROM unnest(t.reloptions) x)")
                + ", fs.srvname, " + ForeignOptions.columns("ft.ftoptions")
                + TABLES + " LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam"
                + " LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid"
                + " LEFT JOIN pg_catalog.pg_foreign_table ft ON ft.ftrelid = c.oid"
                + " LEFT JOIN pg_catalog.pg_foreign_server fs ON fs.oid = ft.ftserver";
    }

    private static String identities(int serverVersion) {
        // Before, a sequence was always logged and could not be anything else.
        String persistence = serverVersion < 150000 ? "c.relpersistence" : "sc.relpersistence";
        return "SELECT d.refobjid, d.refobjsubid, sn.nspname, sc.relname, format_type(s.seqtypid, NULL), " + persistence
                + ", " + SequenceOptions.COLUMNS + ", sc.oid" + TABLES
                + " JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = c.oid"
                + " AND d.refobjsubid > 0 AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i'"
                + " JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.objid"
                + " JOIN pg_catalog.pg_class sc ON sc.oid = d.objid"
                + " JOIN pg_catalog.pg_namespace sn ON sn.oid = sc.relnamespace";
    }

    private static String checks() {
        return "SELECT k.oid, k.conrelid, k.conname, k.contype, pg_get_constraintdef(k.oid), k.conislocal, k.convalidated,"
                + " k.conkey[1]" + TABLES
                + " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('c', 'n')"
                + " ORDER BY k.conname COLLATE \"C\"";
    }

    private static String parents() {
        return "SELECT h.inhrelid, h.inhparent, pn.nspname, p.relname" + TABLES
                + " JOIN pg_catalog.pg_inherits h ON h.inhrelid = c.oid JOIN pg_catalog.pg_class p ON p.oid = h.inhparent"
                + " JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace ORDER BY h.inhrelid, h.inhseqno";
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        Map<Long, TableDefinition> tables = new LinkedHashMap<>();
        for (ResultRow row : results.get(0)) {
            tables.put(row.number(0), new TableDefinition(row, into));
        }
        for (ResultRow row : results.get(1)) {
            TableDefinition table = tables.get(row.number(0));
            if (table != null) {
                TableColumn column = TableColumn.of(row);
                table.columns.put(column.number(), column);
            }
        }
        for (ResultRow row : results.get(2)) {
            TableDefinition table = tables.get(row.number(0));
            if (table != null) {
                table.identities.put(row.integer(1), new TableIdentity(row));
            }
        }
        for (ResultRow row : results.get(3)) {
            TableDefinition table = tables.get(row.number(1));
            if (table != null) {
                table.checks.add(TableCheck.of(row));
            }
        }
        for (ResultRow row : results.get(4)) {
            TableDefinition table = tables.get(row.number(0));
            if (table != null) {
                table.parents.add(new TableDefinition.Parent(row.number(1), new TableName(row.text(2), row.text(3))));
            }
        }
        Map<Long, TableDefinition> all = new HashMap<>(tables);
        for (TableDefinition table : tables.values()) {
            new TableDrafts(table, all).addTo(into);
        }
    }
}

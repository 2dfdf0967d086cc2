package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The parts of tables that call functions: defaults, checks, indexes, triggers and policies. */
final class FunctionsInTables {
    private static final String DROP_TABLE = "DROP TABLE ";

    private FunctionsInTables() {}

    /** Statements that drop such parts of the tables among these entries, all of which are about to go. */
    static List<String> drops(Session session, List<SchemaEntry> entries) {
        String tables = entries.stream()
                .map(entry -> Objects.requireNonNull(entry.drop()))
                .filter(drop -> drop.startsWith(DROP_TABLE))
                .map(drop -> Sql.literal(drop.substring(DROP_TABLE.length())) + "::pg_catalog.regclass")
                .collect(Collectors.joining(", "));
        if (tables.isEmpty()) {
            return List.of();
        }
        try {
            return session.query(sql("ARRAY[" + tables + "]::pg_catalog.oid[]")).get(0).stream()
                    .map(row -> Objects.requireNonNull(row[0]))
                    .toList();
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking for what needs what");
        }
    }

    private static String sql(String tables) {
        return String.join(
                " UNION ",
                part(
                        "pg_attrdef",
                        "p.adrelid",
                        tables,
                        "'ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT', p.adrelid::regclass,"
                                + " (SELECT attname FROM pg_attribute WHERE attrelid = p.adrelid AND attnum = p.adnum AND attgenerated = '')"),
                part(
                        "pg_constraint",
                        "p.conrelid",
                        tables,
                        "'ALTER TABLE %s DROP CONSTRAINT %I', p.conrelid::regclass, p.conname"),
                part("pg_trigger", "p.tgrelid", tables, "'DROP TRIGGER %2$I ON %1$s', p.tgrelid::regclass, p.tgname"),
                part("pg_policy", "p.polrelid", tables, "'DROP POLICY %2$I ON %1$s', p.polrelid::regclass, p.polname"),
                part(
                        "pg_class",
                        "(SELECT indrelid FROM pg_index WHERE indexrelid = p.oid)",
                        tables,
                        "'DROP INDEX %s', p.oid::regclass"));
    }

    private static String part(String catalog, String table, String tables, String drop) {
        return "SELECT format(" + drop + ") FROM pg_catalog." + catalog
                + " p JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog."
                + catalog + "'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_catalog.pg_proc'::regclass WHERE "
                + table
                + " = ANY (" + tables + ")";
    }
}

package dev.coffer.backup.internal.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param local whether the table has it of its own, not only from a parent
 * @param identity {@code a} for ALWAYS, {@code d} for BY DEFAULT, or empty
 * @param generated {@code s} for STORED, {@code v} for VIRTUAL, or empty
 * @param expression the default, or what a generated column is made from, or null
 * @param collation where it is not the type's own
 * @param storage where it is not the type's own
 * @param foreignOptions those of a foreign table's column, as they stand in {@code OPTIONS (…)}, or null
 */
record TableColumn(
        int number,
        String name,
        String type,
        boolean notNull,
        boolean local,
        String identity,
        String generated,
        @Nullable String expression,
        long expressionOid,
        @Nullable String collation,
        @Nullable String storage,
        @Nullable String compression,
        @Nullable String statistics,
        @Nullable String options,
        @Nullable String foreignOptions) {

    static String query(String from) {
        return "SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attislocal,"
                + " a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), coalesce(d.oid, 0), "
                + CatalogSql.collation("a.attcollation", "y.typcollation")
                + ", CASE WHEN a.attstorage <> y.typstorage THEN a.attstorage END, nullif(a.attcompression, ''),"
                + " nullif(a.attstattarget, -1), " + CatalogSql.options("a.attoptions")
                + ", CASE WHEN a.attfdwoptions IS NOT NULL THEN (SELECT string_agg(format('%I %L', f.option_name, f.option_value), ', ')"
                + " FROM pg_options_to_table(a.attfdwoptions) f) END" + from
                + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
                + " JOIN pg_catalog.pg_type y ON y.oid = a.atttypid"
                + " LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                + " ORDER BY a.attrelid, a.attnum";
    }

    static TableColumn of(ResultRow row) {
        return new TableColumn(
                row.integer(1),
                row.text(2),
                row.text(3),
                row.flag(4),
                row.flag(5),
                row.text(6),
                row.text(7),
                row.textOrNull(8),
                row.number(9),
                row.textOrNull(10),
                row.textOrNull(11),
                row.textOrNull(12),
                row.textOrNull(13),
                row.textOrNull(14),
                row.textOrNull(15));
    }

    boolean isGenerated() {
        return !generated.isEmpty();
    }

    boolean hasDefault() {
        return expression != null && generated.isEmpty();
    }

    Address defaultAddress() {
        return new Address("pg_attrdef", expressionOid);
    }

    /**
     * Adds the statements for what CREATE leaves at its default.
     *
     * @param alter such as {@code ALTER TABLE ONLY "public"."film"}
     */
    void settings(String alter, List<String> statements) {
        String column = alter + " ALTER COLUMN " + Sql.quote(name);
        if (storage != null) {
            statements.add(column + " SET STORAGE " + storageWord(storage));
        }
        if (compression != null) {
            statements.add(column + " SET COMPRESSION " + (compression.equals("l") ? "lz4" : "pglz"));
        }
        if (statistics != null) {
            statements.add(column + " SET STATISTICS " + statistics);
        }
        if (options != null) {
            statements.add(column + " SET (" + options + ")");
        }
    }

    static String storageWord(String storage) {
        return switch (storage) {
            case "p" -> "PLAIN";
            case "e" -> "EXTERNAL";
            case "m" -> "MAIN";
            default -> "EXTENDED";
        };
    }
}

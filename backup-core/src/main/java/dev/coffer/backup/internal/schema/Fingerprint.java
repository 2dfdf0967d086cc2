package dev.coffer.backup.internal.schema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A number that stands for the state of catalogs: a sum, over their rows, of a hash of what identifies the row and of the
 * transaction that wrote it. VACUUM and ANALYZE write in place and leave it as it is; so do temporary objects of anybody, which
 * do not count.
 */
final class Fingerprint {
    private static final String TEMPORARY =
            "(SELECT oid FROM pg_catalog.pg_namespace WHERE nspname ~ '^pg_(temp|toast)')";

    private Fingerprint() {}

    static String sql(List<String> catalogs) {
        return catalogs.stream()
                .map(catalog -> "(SELECT concat(count(*), '/', sum(hashint8extended(k, x))) FROM (" + rows(catalog)
                        + ") r(k, x))")
                .collect(Collectors.joining(" || ' ' || ", "SELECT ", ""));
    }

    private static String rows(String catalog) {
        String from = " FROM pg_catalog." + catalog + " c ";
        String permanent = "NOT IN " + TEMPORARY;
        String table = " JOIN pg_catalog.pg_class t ON t.relnamespace " + permanent + " AND t.oid = ";
        String type = " JOIN pg_catalog.pg_type t ON t.typnamespace " + permanent + " AND t.oid = ";
        return switch (catalog) {
            case "pg_namespace" -> byOid("oid") + from + "WHERE nspname !~ '^pg_(temp|toast)'";
            case "pg_class" -> byOid("oid") + from + "WHERE relnamespace " + permanent;
            case "pg_type" -> byOid("oid") + from + "WHERE typnamespace " + permanent;
            case "pg_attribute" ->
                "SELECT (c.attrelid::bigint << 16) + c.attnum, c.xmin::pg_catalog.text::bigint" + from + table
                        + "c.attrelid WHERE c.attnum > 0";
            case "pg_attrdef" -> byOid("oid") + from + table + "c.adrelid";
            case "pg_foreign_table" -> byOid("ftrelid") + from;
            case "pg_ts_config_map" ->
                "SELECT hashint8extended(c.mapcfg::bigint, (c.maptokentype::bigint << 32) + c.mapseqno), c.xmin::pg_catalog.text::bigint"
                        + from;
            case "pg_index" -> byOid("indexrelid") + from + table + "c.indrelid";
            case "pg_inherits" ->
                "SELECT hashint8extended(c.inhrelid::bigint, c.inhparent::bigint), c.xmin::pg_catalog.text::bigint"
                        + from + table + "c.inhrelid";
            case "pg_constraint" -> byOid("oid") + from + "WHERE connamespace " + permanent;
            case "pg_sequence" -> byOid("seqrelid") + from + table + "c.seqrelid";
            case "pg_partitioned_table" -> byOid("partrelid") + from + table + "c.partrelid";
            case "pg_rewrite" -> byOid("oid") + from + table + "c.ev_class";
            case "pg_trigger" -> byOid("oid") + from + table + "c.tgrelid";
            case "pg_policy" -> byOid("oid") + from + table + "c.polrelid";
            case "pg_proc" -> byOid("oid") + from + "WHERE pronamespace " + permanent;
            case "pg_statistic_ext" -> byOid("oid") + from + "WHERE stxnamespace " + permanent;
            case "pg_enum" -> byOid("oid") + from + type + "c.enumtypid";
            case "pg_range" -> byOid("rngtypid") + from + type + "c.rngtypid";
            case "pg_operator" -> byOid("oid") + from + "WHERE oprnamespace " + permanent;
            case "pg_collation" -> byOid("oid") + from + "WHERE collnamespace " + permanent;
            case "pg_aggregate" ->
                byOid("aggfnoid") + from + " JOIN pg_catalog.pg_proc t ON t.pronamespace " + permanent
                        + " AND t.oid = c.aggfnoid";
            // Ownership of a sequence and membership of an extension are written nowhere else.
            case "pg_depend" ->
                "SELECT hashint8extended(c.objid::bigint, c.refobjid::bigint) # c.refobjsubid, c.xmin::pg_catalog.text::bigint"
                        + from
                        + "LEFT JOIN pg_catalog.pg_class t ON c.classid = 'pg_catalog.pg_class'::pg_catalog.regclass"
                        + " AND t.oid = c.objid WHERE c.deptype IN ('e', 'x')"
                        + " OR c.deptype IN ('a', 'i') AND t.relkind = 'S' AND t.relnamespace " + permanent;
            case "pg_database" -> byOid("oid") + from + "WHERE c.datname = current_database()";
            case "pg_db_role_setting" ->
                "SELECT (c.setdatabase::bigint << 32) + c.setrole::bigint, c.xmin::pg_catalog.text::bigint" + from
                        + "JOIN pg_catalog.pg_database d ON d.oid = c.setdatabase AND d.datname = current_database()";
            case "pg_description", "pg_seclabel" -> ofObjects(from, permanent);
            default -> byOid("oid") + from;
        };
    }

    private static String byOid(String column) {
        return "SELECT c." + column + "::bigint, c.xmin::pg_catalog.text::bigint";
    }

    private static String ofObjects(String from, String permanent) {
        return "SELECT hashint8extended(c.objoid::bigint, (c.classoid::bigint << 16) + c.objsubid), c.xmin::pg_catalog.text::bigint"
                + from + "LEFT JOIN pg_catalog.pg_class t ON c.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass"
                + " AND t.oid = c.objoid WHERE t.oid IS NULL OR t.relnamespace " + permanent;
    }
}

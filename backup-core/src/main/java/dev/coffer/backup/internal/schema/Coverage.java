package dev.coffer.backup.internal.schema;

import java.util.Map;

/**
 * What becomes of each catalog of the server: kept as objects of their own, as part of others, or not, and why. A test holds it
 * against what each server version has, so that nothing new slips by; what a server newer than these has is named as a skip.
 */
public final class Coverage {
    /** By name. */
    public static final Map<String, String> CATALOGS = Map.ofEntries(
            Map.entry("pg_aggregate", "part of aggregates"),
            Map.entry("pg_am", "access methods"),
            Map.entry("pg_amop", "part of operator classes and families"),
            Map.entry("pg_amproc", "part of operator classes and families"),
            Map.entry("pg_attrdef", "part of tables, views and foreign tables"),
            Map.entry("pg_attribute", "part of tables, views, composite types and indexes"),
            Map.entry("pg_auth_members", "not kept: roles belong to the server"),
            Map.entry("pg_authid", "not kept: roles belong to the server, and their passwords stay there"),
            Map.entry("pg_cast", "casts"),
            Map.entry(
                    "pg_class",
                    "tables, foreign tables, views, materialized views, sequences, indexes, composite types"),
            Map.entry("pg_collation", "collations"),
            Map.entry("pg_constraint", "constraints of tables and domains"),
            Map.entry("pg_conversion", "conversions"),
            Map.entry("pg_database", "properties of the database: those that a new one needs"),
            Map.entry("pg_db_role_setting", "settings of the database, by request"),
            Map.entry("pg_default_acl", "default privileges, by request"),
            Map.entry("pg_depend", "the order of everything; who owns a sequence; what belongs to an extension"),
            Map.entry("pg_description", "comments"),
            Map.entry("pg_enum", "part of enum types"),
            Map.entry("pg_event_trigger", "event triggers"),
            Map.entry("pg_extension", "extensions"),
            Map.entry("pg_foreign_data_wrapper", "foreign-data wrappers"),
            Map.entry("pg_foreign_server", "servers"),
            Map.entry("pg_foreign_table", "part of foreign tables"),
            Map.entry("pg_index", "indexes"),
            Map.entry("pg_inherits", "part of tables and indexes"),
            Map.entry("pg_init_privs", "not kept: the extension makes them again"),
            Map.entry("pg_language", "languages"),
            Map.entry("pg_largeobject", "large objects: data"),
            Map.entry("pg_largeobject_metadata", "large objects: data"),
            Map.entry("pg_namespace", "schemas"),
            Map.entry("pg_opclass", "operator classes"),
            Map.entry("pg_operator", "operators"),
            Map.entry("pg_opfamily", "operator families"),
            Map.entry("pg_parameter_acl", "not kept: it belongs to the server"),
            Map.entry("pg_partitioned_table", "part of tables"),
            Map.entry("pg_policy", "policies"),
            Map.entry("pg_proc", "functions, procedures, aggregates"),
            Map.entry("pg_publication", "publications"),
            Map.entry("pg_publication_namespace", "publications: their schemas"),
            Map.entry("pg_publication_rel", "publications: their tables"),
            Map.entry("pg_range", "part of range types"),
            Map.entry("pg_replication_origin", "not kept: it says how far this server has come"),
            Map.entry("pg_rewrite", "views and rules"),
            Map.entry("pg_seclabel", "security labels"),
            Map.entry("pg_sequence", "part of sequences and identity columns"),
            Map.entry("pg_shdepend", "not kept: it follows from the rest"),
            Map.entry("pg_shdescription", "comments on what belongs to the server: that of the database by request"),
            Map.entry("pg_shseclabel", "not kept: it belongs to the server"),
            Map.entry("pg_statistic", "not kept: ANALYZE gathers it again"),
            Map.entry("pg_statistic_ext", "extended statistics"),
            Map.entry("pg_statistic_ext_data", "not kept: ANALYZE gathers it again"),
            Map.entry("pg_subscription", "subscriptions"),
            Map.entry("pg_subscription_rel", "not kept: it says how far this server has come"),
            Map.entry("pg_tablespace", "not kept: tablespaces belong to the server"),
            Map.entry("pg_transform", "transforms"),
            Map.entry("pg_trigger", "triggers"),
            Map.entry("pg_ts_config", "text search configurations"),
            Map.entry("pg_ts_config_map", "part of text search configurations"),
            Map.entry("pg_ts_dict", "text search dictionaries"),
            Map.entry("pg_ts_parser", "text search parsers"),
            Map.entry("pg_ts_template", "text search templates"),
            Map.entry("pg_type", "types"),
            Map.entry("pg_user_mapping", "user mappings"));

    private Coverage() {}
}

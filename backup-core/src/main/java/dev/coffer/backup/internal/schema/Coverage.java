package dev.coffer.backup.internal.schema;

import java.util.Set;

/**
 * What becomes of each catalog of the server: read by a kind, part of what another one says, or left out with a reason. A test
 * holds it against what each server version has, so that nothing new slips by.
 */
final class Coverage {
    private Coverage() {}

    /** The catalogs whose objects are entries or parts of entries. */
    static final Set<String> CATALOGS = Set.of(
            "pg_am",
            "pg_amop",
            "pg_amproc",
            "pg_attrdef",
            "pg_cast",
            "pg_class",
            "pg_collation",
            "pg_constraint",
            "pg_conversion",
            "pg_default_acl",
            "pg_event_trigger",
            "pg_extension",
            "pg_foreign_data_wrapper",
            "pg_foreign_server",
            "pg_language",
            "pg_largeobject",
            "pg_largeobject_metadata",
            "pg_namespace",
            "pg_opclass",
            "pg_operator",
            "pg_opfamily",
            "pg_policy",
            "pg_proc",
            "pg_publication",
            "pg_publication_namespace",
            "pg_publication_rel",
            "pg_rewrite",
            "pg_statistic_ext",
            "pg_transform",
            "pg_trigger",
            "pg_ts_config",
            "pg_ts_dict",
            "pg_ts_parser",
            "pg_ts_template",
            "pg_type",
            "pg_user_mapping");
}

package dev.coffer.backup.internal.schema;

import java.util.List;

/**
 * A catalog whose objects have owners.
 *
 * @param name such as {@code pg_class}
 * @param owner the column of the owner
 * @param acl the column of the access list, or a constant where the kind of object has none
 * @param letter what {@code acldefault} calls the kind, as an expression
 * @param noun what GRANT calls the kind, as an expression
 * @param schema the column of the schema, as an expression, or NULL
 * @param title the column of the name, as an expression
 * @param which a condition, or empty
 */
record OwnedCatalog(
        String name, String owner, String acl, String letter, String noun, String schema, String title, String which) {
    static final String LARGE_OBJECTS = "pg_largeobject_metadata";
    static final String DATABASE = "pg_database";
    private static final String NONE = "NULL::pg_catalog.aclitem[]";

    static final List<OwnedCatalog> ALL = List.of(
            new OwnedCatalog("pg_namespace", "nspowner", "nspacl", "'n'", "'SCHEMA'", "NULL", "c.nspname", ""),
            new OwnedCatalog(
                    "pg_class",
                    "relowner",
                    "relacl",
                    "CASE WHEN c.relkind = 'S' THEN 's' ELSE 'r' END",
                    "CASE WHEN c.relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END",
                    "c.relnamespace",
                    "c.relname",
                    "c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'"),
            new OwnedCatalog(
                    "pg_proc",
                    "proowner",
                    "proacl",
                    "'f'",
                    "CASE WHEN c.prokind = 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END",
                    "c.pronamespace",
                    "c.proname",
                    ""),
            new OwnedCatalog("pg_type", "typowner", "typacl", "'T'", "'TYPE'", "c.typnamespace", "c.typname", ""),
            new OwnedCatalog("pg_language", "lanowner", "lanacl", "'l'", "'LANGUAGE'", "NULL", "c.lanname", ""),
            new OwnedCatalog(
                    "pg_foreign_data_wrapper",
                    "fdwowner",
                    "fdwacl",
                    "'F'",
                    "'FOREIGN DATA WRAPPER'",
                    "NULL",
                    "c.fdwname",
                    ""),
            new OwnedCatalog(
                    "pg_foreign_server", "srvowner", "srvacl", "'S'", "'FOREIGN SERVER'", "NULL", "c.srvname", ""),
            new OwnedCatalog(LARGE_OBJECTS, "lomowner", "lomacl", "'L'", "'LARGE OBJECT'", "NULL", "c.oid", ""),
            new OwnedCatalog(
                    DATABASE,
                    "datdba",
                    "datacl",
                    "'d'",
                    "'DATABASE'",
                    "NULL",
                    "c.datname",
                    "c.datname = current_database()"),
            withoutAcl("pg_collation", "collowner"),
            withoutAcl("pg_conversion", "conowner"),
            withoutAcl("pg_operator", "oprowner"),
            withoutAcl("pg_opclass", "opcowner"),
            withoutAcl("pg_opfamily", "opfowner"),
            withoutAcl("pg_ts_config", "cfgowner"),
            withoutAcl("pg_ts_dict", "dictowner"),
            withoutAcl("pg_statistic_ext", "stxowner"),
            withoutAcl("pg_event_trigger", "evtowner"),
            withoutAcl("pg_publication", "pubowner"),
            withoutAcl("pg_subscription", "subowner"));

    private static OwnedCatalog withoutAcl(String name, String owner) {
        return new OwnedCatalog(name, owner, NONE, "NULL", "NULL", "NULL", "NULL", "");
    }

    boolean hasAcl() {
        return !acl.equals(NONE);
    }

    /**
     * A SELECT of catalog, number and owner's name, the name of the database, and whether the owner is that of every new database:
     * what the schema public belongs to there differs between versions.
     */
    String owners() {
        boolean schemas = name.equals("pg_namespace");
        return "SELECT '" + name + "', c.oid, pg_get_userbyid(c." + owner + "), current_database(), "
                + (schemas
                        ? "c.nspname = 'public' AND (c.nspowner = 10 AND current_setting('server_version_num')::int < 150000"
                                + " OR pg_get_userbyid(c.nspowner) = 'pg_database_owner')"
                        : "false")
                + " FROM pg_catalog." + name + " c WHERE (c.oid >= 16384"
                + (schemas ? " OR c.nspname = 'public')" : name.equals(DATABASE) ? " OR true)" : ")")
                + (which.isEmpty() ? "" : " AND " + which);
    }

    /** A SELECT of the objects whose access list was ever changed, with the list that a new one has. */
    String lists() {
        boolean routine = name.equals("pg_proc");
        boolean schemas = name.equals("pg_namespace");
        String publics = "c.nspname = 'public'";
        String usual = "acldefault((" + letter + ")::pg_catalog.\"char\", c." + owner + ")";
        return "SELECT '" + name + "'::pg_catalog.text, c.oid, 'pg_catalog." + name
                + "'::pg_catalog.regclass::pg_catalog.oid, " + noun + ", "
                + (schema.equals("NULL")
                        ? "NULL"
                        : "(SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.oid = " + schema + ")")
                + "::pg_catalog.text, " + title + "::pg_catalog.text, "
                + (routine
                        // A procedure that gives and one that takes may have the same types.
                        ? "CASE WHEN c.prokind = 'p' THEN pg_get_function_identity_arguments(c.oid)"
                                + " ELSE oidvectortypes(c.proargtypes) END"
                        : "NULL")
                + "::pg_catalog.text, c."
                + owner + ", "
                + (schemas ? "coalesce(c.nspacl, " + usual + ")" : "c." + acl) + ", "
                // What stands there before anything is restored: the owner's own rights, and USAGE for all.
                + (schemas
                        ? "CASE WHEN " + publics + " THEN array_append(" + usual
                                + ", makeaclitem(0, c.nspowner, 'USAGE', false)) ELSE coalesce(i.initprivs, " + usual
                                + ") END"
                        : "coalesce(i.initprivs, " + usual + ")")
                + " FROM pg_catalog." + name + " c LEFT JOIN pg_catalog.pg_init_privs i ON i.classoid = 'pg_catalog."
                + name + "'::pg_catalog.regclass AND i.objoid = c.oid AND i.objsubid = 0 WHERE "
                + (which.isEmpty() ? "" : which + " AND ")
                + "(c." + acl + " IS NOT NULL AND i.initprivs IS DISTINCT FROM c." + acl
                + (schemas ? " OR " + publics + ")" : ")");
    }
}

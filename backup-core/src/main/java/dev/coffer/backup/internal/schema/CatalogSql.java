package dev.coffer.backup.internal.schema;

/** Pieces of SELECT that every kind needs. */
final class CatalogSql {
    /** {@code n} is a schema of the user's. */
    static final String USER_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

    private CatalogSql() {}

    /** The object came neither with an extension nor, as the constructors of a range type do, with another object. */
    static String standsAlone(String catalog, String oid) {
        return "NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog." + catalog
                + "'::pg_catalog.regclass AND e.objid = " + oid
                + " AND e.deptype IN ('e', 'i') AND e.refobjid <> e.objid)";
    }

    /** The quoted name of an object of a schema, as an expression. */
    static String identity(String schema, String name) {
        return "format('%I.%I', " + schema + ", " + name + ")";
    }

    /** Storage options as they stand in {@code WITH (…)}, as an expression; null where there is none. */
    static String options(String array) {
        return "(SELECT string_agg(format('%s=%L', left(o, position('=' in o) - 1), substr(o, position('=' in o) + 1)), ', '"
                + " ORDER BY k) FROM unnest(" + array + ") WITH ORDINALITY u(o, k))";
    }

    /** A collation as COLLATE names it, as an expression; null where it is the type's own. */
    static String collation(String collation, String ofType) {
        return "(SELECT format('%I.%I', cn.nspname, co.collname) FROM pg_catalog.pg_collation co"
                + " JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = " + collation
                + " AND " + collation + " <> " + ofType + ")";
    }
}

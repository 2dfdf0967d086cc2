package dev.coffer.backup.internal.schema;

/** What functions, procedures and aggregates have in common. */
final class RoutineSql {
    static final String IDENTITY = "format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes))";

    static final String ROUTINES = " FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
            + " WHERE " + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_proc", "p.oid");

    static final String CLOSED_TO_PUBLIC = "p.proacl IS NOT NULL AND NOT EXISTS (SELECT FROM aclexplode(p.proacl) g"
            + " WHERE g.grantee = 0 AND g.privilege_type = 'EXECUTE')";

    private RoutineSql() {}

    /** Grants stay behind by default, but a routine closed to all must not become open (P16). */
    static void closeToPublic(Address routine, String schema, String identity, String target, Drafts into) {
        into.add(new Draft(new Address(routine.catalog(), routine.oid(), 1), "revoke", schema, identity)
                .statement("REVOKE ALL ON " + target + " FROM PUBLIC")
                .needs(routine));
        into.warn("routine " + identity
                + " is closed to PUBLIC and stays so; whoever may call it must be granted that again");
    }
}

package dev.coffer.backup;

import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who runs a server, and what of a database is theirs: it is in every database of theirs already, so a backup leaves it out and a restore
 * does not create it, each by name. A plan finds the profile by looking at the server; {@code profile(…)} of the plan says it instead.
 * {@link #SELF} owns nothing: with it everything that the role may read is the database's own.
 *
 * <p>What a kept object needs of a provider, such as a policy that calls {@code auth.uid()}, is kept, and restored where the target has
 * what it needs. Whatever holds rows is left out for the schema that it lies in or for its name, never for its owner alone.
 *
 * <p>All sets are of unquoted names, in their order, and cannot be changed.
 */
@SuppressWarnings("ImmutableEnumChecker") // the sets cannot be changed, which their type does not say
public enum ProviderProfile {
    /** A server of one's own, or one of a provider that this library does not know. */
    SELF("a server of one's own"),
    /** Neon. */
    NEON(
            "Neon",
            Owns.NOTHING
                    .schemas("neon", "neon_auth", "neon_migration")
                    .tables("public.health_check")
                    .extensions("neon")
                    .roles("cloud_admin", "neon_service", "neon_superuser")
                    .owners("cloud_admin")),
    /** Supabase. */
    SUPABASE(
            "Supabase",
            Owns.NOTHING
                    .schemas(
                            "_analytics",
                            "_realtime",
                            "_supavisor",
                            "auth",
                            "graphql",
                            "graphql_public",
                            "pgbouncer",
                            "pgsodium",
                            "pgsodium_masks",
                            "realtime",
                            "storage",
                            "supabase_functions",
                            "supabase_subscription_mgmt",
                            "vault")
                    .sharedSchemas("extensions")
                    .extensions("pg_graphql", "pgsodium", "supabase_vault")
                    .roles(
                            "anon",
                            "authenticated",
                            "authenticator",
                            "dashboard_user",
                            "pgbouncer",
                            "service_role",
                            "supabase_admin",
                            "supabase_auth_admin",
                            "supabase_etl_admin",
                            "supabase_functions_admin",
                            "supabase_read_only_user",
                            "supabase_realtime_admin",
                            "supabase_replication_admin",
                            "supabase_storage_admin",
                            "supabase_superuser")
                    .owners(
                            "pgbouncer",
                            "supabase_admin",
                            "supabase_auth_admin",
                            "supabase_functions_admin",
                            "supabase_realtime_admin",
                            "supabase_replication_admin",
                            "supabase_storage_admin")
                    .eventTriggers(
                            "issue_graphql_placeholder",
                            "issue_pg_cron_access",
                            "issue_pg_graphql_access",
                            "issue_pg_net_access",
                            "pgrst_ddl_watch",
                            "pgrst_drop_watch")
                    .publications("supabase_realtime", "supabase_realtime_messages_publication")
                    .allowed("event trigger", "foreign-data wrapper")),
    /** Amazon RDS and Aurora. */
    RDS(
            "Amazon RDS",
            Owns.NOTHING
                    .roles(
                            "rds_ad",
                            "rds_iam",
                            "rds_password",
                            "rds_replication",
                            "rds_superuser",
                            "rdsadmin",
                            "rdsrepladmin",
                            "rdstopmgr")
                    .owners("rdsadmin")
                    .allowed("event trigger"));

    private final String title;
    private final Owns owns;

    ProviderProfile(String title) {
        this(title, Owns.NOTHING);
    }

    ProviderProfile(String title, Owns owns) {
        this.title = title;
        this.owns = owns;
    }

    /** As messages and documentation call it. */
    public String title() {
        return title;
    }

    /** Schemas that are the provider's with all that lies in them, but for policies and triggers that users added. */
    public Set<String> schemas() {
        return owns.schemas;
    }

    /** Schemas that the provider makes and users put things into; one that is there already is no conflict. */
    public Set<String> sharedSchemas() {
        return owns.sharedSchemas;
    }

    /** Tables outside of these schemas, as {@code schema.table}. */
    public Set<String> tables() {
        return owns.tables;
    }

    /** Extensions that only the provider installs. */
    public Set<String> extensions() {
        return owns.extensions;
    }

    /** Roles that are on every server of the provider. */
    public Set<String> roles() {
        return owns.roles;
    }

    /**
     * Those of the {@link #roles()} that own nothing of users': what belongs to one and lies in a shared schema or, as event triggers and
     * publications do, in none, is the provider's.
     */
    public Set<String> owners() {
        return owns.owners;
    }

    /** Event triggers. */
    public Set<String> eventTriggers() {
        return owns.eventTriggers;
    }

    /** Publications. */
    public Set<String> publications() {
        return owns.publications;
    }

    /** Kinds of objects that need a superuser elsewhere and that the provider lets its customers create, as reports name them. */
    public Set<String> allowed() {
        return owns.allowed;
    }

    /** What is a provider's. */
    private record Owns(
            Set<String> schemas,
            Set<String> sharedSchemas,
            Set<String> tables,
            Set<String> extensions,
            Set<String> roles,
            Set<String> owners,
            Set<String> eventTriggers,
            Set<String> publications,
            Set<String> allowed) {
        static final Owns NOTHING =
                new Owns(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

        Owns schemas(String... names) {
            return new Owns(
                    set(names), sharedSchemas, tables, extensions, roles, owners, eventTriggers, publications, allowed);
        }

        Owns sharedSchemas(String... names) {
            return new Owns(
                    schemas, set(names), tables, extensions, roles, owners, eventTriggers, publications, allowed);
        }

        Owns tables(String... names) {
            return new Owns(
                    schemas,
                    sharedSchemas,
                    set(names),
                    extensions,
                    roles,
                    owners,
                    eventTriggers,
                    publications,
                    allowed);
        }

        Owns extensions(String... names) {
            return new Owns(
                    schemas, sharedSchemas, tables, set(names), roles, owners, eventTriggers, publications, allowed);
        }

        Owns roles(String... names) {
            return new Owns(
                    schemas,
                    sharedSchemas,
                    tables,
                    extensions,
                    set(names),
                    owners,
                    eventTriggers,
                    publications,
                    allowed);
        }

        Owns owners(String... names) {
            return new Owns(
                    schemas,
                    sharedSchemas,
                    tables,
                    extensions,
                    roles,
                    set(names),
                    eventTriggers,
                    publications,
                    allowed);
        }

        Owns eventTriggers(String... names) {
            return new Owns(
                    schemas, sharedSchemas, tables, extensions, roles, owners, set(names), publications, allowed);
        }

        Owns publications(String... names) {
            return new Owns(
                    schemas, sharedSchemas, tables, extensions, roles, owners, eventTriggers, set(names), allowed);
        }

        Owns allowed(String... names) {
            return new Owns(
                    schemas, sharedSchemas, tables, extensions, roles, owners, eventTriggers, publications, set(names));
        }

        private static Set<String> set(String... names) {
            return Collections.unmodifiableSet(new TreeSet<>(Arrays.asList(names)));
        }
    }
}

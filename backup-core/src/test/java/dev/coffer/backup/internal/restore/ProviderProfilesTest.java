package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.ProviderProfile;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Skip;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that look like those of providers: what is theirs is left out by name, the rest comes back. */
class ProviderProfilesTest {
    private static final String USER = "'6b0c4f2e-0000-4000-8000-000000000001'";

    @TempDir
    private Path folder;

    private BackupPlan.Builder plan(TestDatabase source) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(new LinesExporter())
                .to(folder);
    }

    private static RestorePlan.Builder into(BackupReport report, String uri) {
        return RestorePlan.builder()
                .from(Backup.open(report.directory()))
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(uri));
    }

    private static TestServer server(String... roles) {
        TestServer server = TestServer.builder().start();
        for (String role : roles) {
            server.administer("CREATE ROLE " + role);
        }
        return server;
    }

    /** What is in every database of Supabase. */
    private static TestDatabase supabase(TestServer server) {
        TestDatabase database = server.createDatabase();
        database.execute(
                "CREATE SCHEMA auth AUTHORIZATION supabase_admin",
                "GRANT USAGE ON SCHEMA auth TO supabase_auth_admin",
                "CREATE TABLE auth.users (id uuid PRIMARY KEY, email text)",
                "ALTER TABLE auth.users OWNER TO supabase_auth_admin",
                "INSERT INTO auth.users VALUES (" + USER + ", 'a@example.org')",
                "CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid'",
                "CREATE SCHEMA storage AUTHORIZATION supabase_admin",
                "CREATE TABLE storage.objects (id serial PRIMARY KEY, owner uuid)",
                "CREATE FUNCTION storage.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                "CREATE TRIGGER touch BEFORE UPDATE ON storage.objects FOR EACH ROW EXECUTE FUNCTION storage.touch()",
                "CREATE SCHEMA extensions AUTHORIZATION supabase_admin",
                "CREATE EXTENSION citext SCHEMA extensions",
                "CREATE FUNCTION extensions.grant_pg_net_access() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "ALTER FUNCTION extensions.grant_pg_net_access() OWNER TO supabase_admin",
                "CREATE EVENT TRIGGER issue_pg_net_access ON ddl_command_end WHEN TAG IN ('CREATE EXTENSION')"
                        + " EXECUTE FUNCTION extensions.grant_pg_net_access()",
                "CREATE PUBLICATION supabase_realtime");
        return database;
    }

    /** What somebody has built in one. */
    private static TestDatabase application(TestServer server) {
        TestDatabase database = supabase(server);
        database.execute(
                "CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, name extensions.citext)",
                "INSERT INTO profiles VALUES (" + USER + ", 'Ann')",
                "ALTER TABLE profiles ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY own ON profiles USING (auth.uid() = id)",
                "CREATE POLICY own_files ON storage.objects USING (auth.uid() = owner)",
                "CREATE FUNCTION on_user() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                "CREATE TRIGGER created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION on_user()",
                "CREATE VIEW emails AS SELECT email FROM auth.users",
                // Of whoever made it, a table of users is not the provider's.
                "CREATE TABLE by_dashboard (id int)",
                "ALTER TABLE by_dashboard OWNER TO supabase_admin",
                "ALTER PUBLICATION supabase_realtime ADD TABLE profiles");
        return database;
    }

    private static final String[] SUPABASE_ROLES = {"supabase_admin", "supabase_auth_admin", "authenticated"};

    @Test
    void whatIsSupabasesIsLeftOutAndWhatNeedsItComesBackWhereItIs() {
        try (TestServer server = server(SUPABASE_ROLES);
                TestDatabase source = application(server);
                TestDatabase another = supabase(server);
                TestDatabase elsewhere = TestServer.newest().createDatabase()) {
            BackupReport report = plan(source).build().run();

            assertThat(report.skips())
                    .extracting(Skip::object, Skip::reason)
                    .containsExactlyInAnyOrder(
                            tuple("publication supabase_realtime", "it belongs to Supabase"),
                            tuple("event trigger issue_pg_net_access", "it belongs to Supabase"),
                            tuple("function extensions.grant_pg_net_access()", "it belongs to Supabase"),
                            tuple(
                                    "schema auth",
                                    "it belongs to Supabase, with the rows of 1 table and 3 definitions in it"),
                            tuple(
                                    "schema storage",
                                    "it belongs to Supabase, with the rows of 1 table and 6 definitions in it"));
            assertThat(report.tables())
                    .extracting(table -> table.name().toString())
                    .containsExactlyInAnyOrder("public.profiles", "public.by_dashboard");

            into(report, another.uri()).build().run().requireComplete();
            assertThat(another.query("SELECT string_agg(polname, ' ' ORDER BY polname) FROM pg_policy"))
                    .isEqualTo("own own_files");
            assertThat(another.query(
                            "SELECT count(*) FROM profiles p JOIN emails e ON true JOIN auth.users u ON u.id = p.id"))
                    .isEqualTo("1");
            assertThat(another.query(
                            "SELECT string_agg(tgname, ' ' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal"))
                    .isEqualTo("created touch");

            RestoreReport moved = into(report, elsewhere.uri()).build().run();
            assertThat(moved.skips())
                    .extracting(Skip::object, Skip::reason)
                    .containsExactlyInAnyOrder(
                            tuple("foreign key public.profiles profiles_id_fkey", lacks("table auth.users")),
                            tuple("policy public.profiles own", lacks("function auth.uid()")),
                            tuple("policy storage.objects own_files", lacks("function auth.uid()")),
                            tuple("trigger auth.users created", lacks("table auth.users")),
                            tuple("view public.emails", lacks("table auth.users")));
            assertThat(elsewhere.query("SELECT extensions.citext_eq(name, 'ANN') FROM profiles"))
                    .isEqualTo("t");
        }
    }

    private static String lacks(String id) {
        return "it needs " + id + ", which the provider of the source had, and the target does not have";
    }

    @Test
    void whoeverMovesAwayTakesEverythingWithHim() {
        try (TestServer server = server(SUPABASE_ROLES);
                TestDatabase source = application(server);
                TestDatabase target = TestServer.newest().createDatabase()) {
            BackupReport report =
                    plan(source).profile(ProviderProfile.SELF).strict().build().run();

            into(report, target.uri()).strict().build().run().requireComplete();

            assertThat(target.query("SELECT count(*) FROM profiles JOIN auth.users USING (id)"))
                    .isEqualTo("1");
        }
    }

    @Test
    void aDatabaseOfOnesOwnDoesNotTakeTheProvidersPlaceThere() {
        try (TestServer server = server(SUPABASE_ROLES);
                TestDatabase target = supabase(server);
                TestDatabase source = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE SCHEMA auth",
                    "CREATE TABLE auth.mine (id int)",
                    "INSERT INTO auth.mine VALUES (1)",
                    "CREATE TABLE kept (id int)",
                    "CREATE PUBLICATION supabase_realtime FOR TABLE kept");
            BackupReport report = plan(source).build().run().requireComplete();

            RestoreReport restored = into(report, target.uri()).build().run();

            assertThat(restored.skips())
                    .extracting(Skip::toString)
                    .contains(
                            "schema auth: it belongs to Supabase",
                            "table auth.mine: it belongs to Supabase",
                            "publication supabase_realtime: it belongs to Supabase");
            assertThat(target.query("SELECT to_regclass('auth.mine') IS NULL AND to_regclass('kept') IS NOT NULL"))
                    .isEqualTo("t");
        }
    }

    @Test
    void ofNeonEventTriggersNeedASuperuserAndItsOwnTablesStay() {
        try (TestServer server = server("neon_superuser", "cloud_admin");
                TestDatabase source = server.createDatabase();
                TestDatabase target = server.createDatabase()) {
            server.administer(
                    "CREATE ROLE neondb_owner LOGIN PASSWORD 'x' IN ROLE neon_superuser",
                    "ALTER DATABASE " + target.name() + " OWNER TO neondb_owner");
            source.execute(
                    "CREATE SCHEMA neon_auth",
                    "CREATE TABLE neon_auth.users_sync (id text)",
                    "CREATE TABLE health_check (id serial PRIMARY KEY)",
                    "ALTER TABLE health_check OWNER TO cloud_admin",
                    "CREATE TABLE proteins (id int)",
                    "CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                    "CREATE EVENT TRIGGER audit_ddl ON sql_drop EXECUTE FUNCTION on_ddl()");

            BackupReport report = plan(source).build().run();
            RestoreReport restored =
                    into(report, target.uri("neondb_owner", "x")).build().run();

            assertThat(report.skips())
                    .extracting(Skip::toString)
                    .containsExactlyInAnyOrder(
                            "sequence public.health_check_id_seq: it belongs to Neon",
                            "table public.health_check: it belongs to Neon",
                            "schema neon_auth: it belongs to Neon, with the rows of 1 table and 1 definitions in it");
            assertThat(restored.skips())
                    .extracting(Skip::toString)
                    .containsExactly("event trigger audit_ddl: only a superuser may create one");
            assertThat(target.query("SELECT string_agg(relname, ' ') FROM pg_class WHERE relnamespace ="
                            + " 'public'::regnamespace"))
                    .isEqualTo("proteins");
        }
    }

    @Test
    void ofRdsItIsTheServerThatSaysWhetherAnEventTriggerIsAllowed() {
        try (TestServer server = server("rds_superuser", "rdsadmin");
                TestDatabase source = server.createDatabase();
                TestDatabase target = server.createDatabase()) {
            server.administer(
                    "CREATE ROLE customer LOGIN PASSWORD 'x' IN ROLE rds_superuser",
                    "ALTER DATABASE " + target.name() + " OWNER TO customer");
            source.execute(
                    "CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                    "CREATE EVENT TRIGGER audit_ddl ON sql_drop EXECUTE FUNCTION on_ddl()",
                    "CREATE EVENT TRIGGER rds_own ON sql_drop EXECUTE FUNCTION on_ddl()",
                    "ALTER ROLE rdsadmin SUPERUSER",
                    "ALTER EVENT TRIGGER rds_own OWNER TO rdsadmin");

            BackupReport report = plan(source).build().run();
            RestoreReport asked =
                    into(report, target.uri("customer", "x")).build().run();

            assertThat(report.skips())
                    .extracting(Skip::toString)
                    .containsExactly("event trigger rds_own: it belongs to Amazon RDS");
            assertThat(asked.skips())
                    .extracting(Skip::object, Skip::reason)
                    .containsExactly(tuple(
                            "event trigger audit_ddl",
                            "the server refused it: permission denied to create"
                                    + " event trigger \"audit_ddl\" (SQLSTATE 42501)"));
        }
    }
}

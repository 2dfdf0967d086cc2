package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.catalogue.CatalogueReader;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.testsupport.EveryKind;
import dev.coffer.testsupport.SinceServer;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore by the owner of a database who is no superuser, as with every provider. */
class OrdinaryRoleTest {
    @TempDir
    private Path folder;

    /** A database whose owner is an ordinary role. */
    private record Owned(TestDatabase database, String role) implements AutoCloseable {
        static Owned on(TestServer server) {
            TestDatabase database = server.createDatabase();
            String role = database.name() + "_owner";
            server.administer("CREATE ROLE " + role + " LOGIN PASSWORD 'x'");
            server.administer("ALTER DATABASE " + database.name() + " OWNER TO " + role);
            return new Owned(database, role);
        }

        PostgresDatabase address() {
            return PostgresDatabase.of(database.uri(role, "x"));
        }

        @Override
        public void close() {
            TestServer server = database.server();
            database.close();
            server.administer("DROP ROLE " + role);
        }
    }

    private Backup backup(TestDatabase source) {
        return Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(new LinesExporter())
                .to(folder)
                .build()
                .run()
                .directory());
    }

    private static RestorePlan.Builder plan(Backup backup, Owned target) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(LinesExporter.strategy())
                .into(target.address());
    }

    private static List<SchemaEntry> entries(TestDatabase database) {
        try (Session session = ConnectionSource.ofUrl(database.uri()).open()) {
            session.execute(Pins.BEGIN_BACKUP + ";" + Pins.forBackup(session.serverVersion(), Duration.ofSeconds(10)));
            return CatalogueReader.read(session).catalogue().entries();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> ids(List<SchemaEntry> entries) {
        return entries.stream().map(SchemaEntry::id).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 18})
    void ofEveryKindArrivesWhatIsNotNamedAsLeftOut(int version) {
        TestServer server = TestServer.version(version);
        try (TestDatabase source = EveryKind.create(server);
                Owned target = Owned.on(server)) {
            Backup backup = backup(source);
            List<Skip> foreseen = plan(backup, target).build().preview().skips();
            BackupException strict = assertThrows(
                    BackupException.class,
                    () -> plan(backup, target).strict().build().run());
            assertThat(strict.code()).isEqualTo(ErrorCode.INCOMPLETE);
            assertThat(strict)
                    .hasMessage("the restore would leave out: " + Preflight.listed(foreseen, Skip::toString)
                            + "\nHint: provide what is missing on the target, or accept it by not calling strict()");
            assertThat(ids(entries(target.database()))).containsExactly("schema public");

            RestoreReport report = plan(backup, target).build().run();

            assertThat(report.skips()).startsWith(foreseen.toArray(Skip[]::new));
            assertThat(report.skips().subList(foreseen.size(), report.skips().size()))
                    .as("what only the statement itself can tell")
                    .allMatch(skip -> skip.object().equals("comment SCHEMA \"public\""));
            List<SchemaEntry> wanted = entries(source);
            Set<String> there = ids(entries(target.database()));
            Set<String> named = report.skips().stream().map(Skip::object).collect(Collectors.toSet());
            assertThat(there).doesNotContainAnyElementsOf(named);
            Set<String> silent = new HashSet<>(ids(wanted));
            silent.removeAll(there);
            silent.removeAll(named);
            Set<String> saysSomethingOfOneLeftOut = wanted.stream()
                    .filter(entry -> entry.kind().endsWith(" placeholder")
                            || (entry.kind().equals("comment")
                                    && entry.dependsOn().stream().noneMatch(there::contains)))
                    .map(SchemaEntry::id)
                    .collect(Collectors.toSet());
            assertThat(saysSomethingOfOneLeftOut).containsAll(silent);
            assertThat(there).hasSizeGreaterThan(200);
        }
    }

    @Test
    void saysWhatOnlyASuperuserMayCreate() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                Owned target = Owned.on(TestServer.newest())) {
            source.execute(
                    "CREATE EXTENSION pg_trgm",
                    "CREATE EXTENSION pg_prewarm",
                    "CREATE CAST (integer AS date) WITHOUT FUNCTION AS ASSIGNMENT",
                    "CREATE FUNCTION plain(leakproof int, support int) RETURNS TABLE (\"set\" int, language text) LANGUAGE sql"
                            + " AS 'SELECT 1, ''LEAKPROOF SUPPORT x SET log_statement TO 1'''",
                    "CREATE FUNCTION tight() RETURNS int LANGUAGE sql LEAKPROOF RETURN 1",
                    "CREATE FUNCTION helped(int) RETURNS SETOF int LANGUAGE sql SUPPORT generate_series_int4_support AS 'SELECT 1'",
                    "CREATE FUNCTION chatty() RETURNS int LANGUAGE sql SET log_statement TO 'all' AS 'SELECT 1'",
                    "CREATE FUNCTION careful() RETURNS int LANGUAGE sql SET work_mem TO '8MB' AS 'SELECT 1'",
                    "CREATE TABLE kept (id int, t int DEFAULT careful())",
                    "CREATE TABLE left_out (id int DEFAULT tight())",
                    "CREATE VIEW seen AS SELECT * FROM left_out",
                    "INSERT INTO kept VALUES (1, 1)",
                    "INSERT INTO left_out VALUES (2), (3)",
                    "CREATE PUBLICATION everything FOR ALL TABLES",
                    "CREATE PUBLICATION of_one FOR TABLE kept");

            RestoreReport report = plan(backup(source), target).build().run();

            assertThat(report.skips())
                    .extracting(Skip::toString)
                    .containsExactlyInAnyOrder(
                            "extension pg_prewarm: the role " + target.role() + " may not create it",
                            "cast (integer AS date): only a superuser may create a cast without a function",
                            "function public.tight(): only a superuser may create a function that is LEAKPROOF",
                            "function public.helped(integer): only a superuser may create a function with a support function",
                            "function public.chatty(): only a superuser may create a function that sets log_statement",
                            "table public.left_out: it needs function public.tight(), which is left out: only a superuser may"
                                    + " create a function that is LEAKPROOF",
                            "view public.seen: it needs table public.left_out, which is left out: it needs function"
                                    + " public.tight(), which is left out: only a superuser may create a function that is LEAKPROOF",
                            "publication everything: only a superuser may create one for all tables");
            assertThat(report.rows()).isEqualTo(1);
            assertThat(target.database().query("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'"))
                    .isEqualTo("pg_trgm");
        }
    }

    private static void linkElsewhere(TestDatabase source, Owned target) {
        source.execute(
                "CREATE EXTENSION postgres_fdw",
                // Only the extension's owner could write it again.
                "COMMENT ON EXTENSION postgres_fdw IS NULL",
                "CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw",
                "CREATE USER MAPPING FOR PUBLIC SERVER far",
                "CREATE FOREIGN TABLE away (id int) SERVER far",
                "CREATE VIEW seen AS SELECT id FROM away",
                "COMMENT ON SERVER far IS 'goes with it'",
                "CREATE TABLE kept (id int)",
                "INSERT INTO kept VALUES (1)");
        target.database().execute("CREATE EXTENSION postgres_fdw");
    }

    private static String[] withoutServer(String why) {
        String server = "it needs server far, which is left out: " + why;
        return new String[] {
            "server far: " + why,
            "user mapping PUBLIC on server far: " + server,
            "foreign table public.away: " + server,
            "view public.seen: it needs foreign table public.away, which is left out: " + server
        };
    }

    @Test
    void aWrapperThatTheRoleMayNotUseIsKnownBeforehand() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                Owned target = Owned.on(TestServer.newest())) {
            linkElsewhere(source, target);
            Backup backup = backup(source);
            String why = "the role " + target.role() + " may not use the foreign-data wrapper postgres_fdw";

            BackupException strict = assertThrows(
                    BackupException.class,
                    () -> plan(backup, target).strict().build().run());
            assertThat(strict.code()).isEqualTo(ErrorCode.INCOMPLETE);
            assertThat(target.database().query("SELECT to_regclass('kept')")).isNull();

            RestoreReport report = plan(backup, target).build().run();
            assertThat(report.skips()).extracting(Skip::toString).containsExactlyInAnyOrder(withoutServer(why));
            assertThat(report.rows()).isEqualTo(1);

            target.database()
                    .execute("DROP TABLE kept", "GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO " + target.role());
            plan(backup, target).build().run().requireComplete();
            assertThat(target.database().query("SELECT count(*) FROM pg_user_mappings WHERE srvname = 'far'"))
                    .isEqualTo("1");
        }
    }

    @Test
    void aServerThatIsRefusedIsANamedSkipWithAllThatNeedsIt() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                Owned target = Owned.on(TestServer.newest())) {
            linkElsewhere(source, target);
            target.database()
                    .execute(
                            "GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO " + target.role(),
                            "CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
                                    + " RAISE insufficient_privilege USING MESSAGE = 'no servers here'; END $$",
                            "CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE SERVER')"
                                    + " EXECUTE FUNCTION refuse()");

            RestoreReport report = plan(backup(source), target).build().run();

            assertThat(report.skips())
                    .extracting(Skip::toString)
                    .containsExactlyInAnyOrder(
                            withoutServer("the server refused it: no servers here (SQLSTATE 42501)"));
            assertThat(report.rows()).isEqualTo(1);
        }
    }

    @Test
    void aServerOfSomebodyElseTakesNeitherTablesNorMappings() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                Owned target = Owned.on(TestServer.newest())) {
            linkElsewhere(source, target);
            target.database().execute("CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw");
            String why = "the role " + target.role() + " may not use the server far";

            RestoreReport report = plan(backup(source), target)
                    .existing(Existing.TRUNCATE)
                    .build()
                    .run();

            assertThat(report.skips())
                    .extracting(Skip::toString)
                    .contains("user mapping PUBLIC on server far: " + why, "foreign table public.away: " + why);
            assertThat(report.rows()).isEqualTo(1);
        }
    }

    @Test
    @SinceServer(value = 15, feature = "GRANT … ON PARAMETER")
    void aServersOwnerMayLetOthersDoMore() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                Owned target = Owned.on(TestServer.newest())) {
            source.execute(
                    "CREATE FUNCTION chatty() RETURNS int LANGUAGE sql SET log_statement TO 'all' AS 'SELECT 1'");
            target.database().execute("GRANT SET ON PARAMETER log_statement TO " + target.role());
            try {
                plan(backup(source), target).build().run().requireComplete();
            } finally {
                target.database().execute("REVOKE SET ON PARAMETER log_statement FROM " + target.role());
            }
        }
    }

    @Test
    void rowsAreCountedAndViewsRefreshedBeforeForcedRowSecurityHidesThem() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                Owned target = Owned.on(TestServer.newest())) {
            source.execute(
                    "CREATE TABLE secret (id int)",
                    "INSERT INTO secret VALUES (1), (2)",
                    "CREATE MATERIALIZED VIEW copied AS SELECT * FROM secret",
                    "CREATE POLICY nobody ON secret USING (false)",
                    "ALTER TABLE secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");

            RestoreReport report = plan(backup(source), target).build().run().requireComplete();

            assertThat(report.rows()).isEqualTo(2);
            assertThat(target.database().query("SELECT count(*) FROM copied")).isEqualTo("2");
            assertThat(
                            target.database()
                                    .query(
                                            "SELECT relforcerowsecurity AND relrowsecurity FROM pg_class WHERE relname = 'secret'"))
                    .isEqualTo("t");
        }
    }
}

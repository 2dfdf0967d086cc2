package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.Preflight.Check;
import dev.coffer.backup.Preflight.Finding;
import dev.coffer.backup.Preflight.Severity;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.TableName;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.backup.pgdump.PgDumpExporter;
import dev.coffer.testsupport.EnabledIfPgBouncer;
import dev.coffer.testsupport.OwnExtension;
import dev.coffer.testsupport.PgBouncer;
import dev.coffer.testsupport.Relay;
import dev.coffer.testsupport.SinceServer;
import dev.coffer.testsupport.SmallDisk;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found before any byte travels, each finding on a real server that has the fault. */
class DoctorTest {
    @TempDir
    private Path folder;

    private final TestDatabase database = TestServer.newest().createDatabase();
    private String role;

    @BeforeEach
    void create() {
        role = "r_" + database.name();
        database.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
                "CREATE TABLE protein (id int PRIMARY KEY, name text)",
                "INSERT INTO protein SELECT n, 'protein ' || n FROM generate_series(1, 100) n",
                "CREATE TABLE species (id int PRIMARY KEY)",
                "GRANT SELECT ON protein, species TO " + role);
    }

    @AfterEach
    void drop() {
        database.execute("DROP OWNED BY " + role);
        database.close();
        TestServer.newest().administer("DROP ROLE " + role);
    }

    private String asRole() {
        return database.uri(role, "secret");
    }

    private static Preflight source(String uri) {
        return Preflight.ofSource(PostgresDatabase.of(uri));
    }

    private Preflight backup(String uri) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(uri))
                .export(JsonTableExporter.create(), CsvTableExporter.create())
                .to(folder)
                .build()
                .preflight();
    }

    private static Finding only(Preflight found, Check check) {
        assertThat(found.of(check)).as(found.toString()).hasSize(1);
        return found.of(check).get(0);
    }

    private static void is(Finding finding, Severity severity, String what, String hint) {
        assertThat(finding.what()).isEqualTo(what);
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.hint()).isEqualTo(hint);
    }

    @Test
    void findsNothingWrongWithWhatIsInOrder() {
        Preflight found = backup(asRole());

        assertThat(found.severity()).as(found.toString()).isEqualTo(Severity.OK);
        assertThat(found.requireNoErrors()).isSameAs(found);
        assertThat(found.findings())
                .extracting(Finding::check)
                .contains(
                        Check.REACHABLE,
                        Check.TLS,
                        Check.POOLER,
                        Check.VERSION,
                        Check.READ_ONLY,
                        Check.ENCODING,
                        Check.COLLATION,
                        Check.TIMEOUTS,
                        Check.CONNECTIONS,
                        Check.CLOCK,
                        Check.RIGHTS,
                        Check.ROW_SECURITY,
                        Check.EXTENSIONS,
                        Check.DISK);
        is(only(found, Check.RIGHTS), Severity.OK, "the role " + role + " may read all of 2 tables", null);
        assertThat(folder).as("nothing is written").isEmptyDirectory();
    }

    @Test
    void nobodyAnswers() {
        Finding finding = only(source("postgresql://app:canary-7@127.0.0.1:1/shop"), Check.REACHABLE);

        is(
                finding,
                Severity.ERROR,
                "cannot connect to app@127.0.0.1:1/shop: nobody listens there",
                "check host and port, and that the server runs and listens on TCP (listen_addresses)");
        assertThat(finding.code()).isEqualTo(ErrorCode.UNREACHABLE);
    }

    @Test
    void thePasswordIsWrong() {
        Finding finding = only(source(database.uri(role, "canary-7")), Check.REACHABLE);

        is(
                finding,
                Severity.ERROR,
                "cannot connect to " + role + "@localhost:"
                        + TestServer.newest().port() + "/" + database.name()
                        + ": password authentication failed for user \"" + role + "\" (SQLSTATE 28P01)",
                "check user and password; the password is the one in the connection string");
        assertThat(finding.code()).isEqualTo(ErrorCode.AUTHENTICATION);
    }

    /** What a server calls itself is what it is taken for. */
    @Test
    void aServerOfAnotherVersion() {
        String version = "server_version\0";
        int major = TestServer.newest().major();
        try (Relay older = new Relay(TestServer.newest().port());
                Relay newer = new Relay(TestServer.newest().port())) {
            older.tell(version + "13", version + major);
            newer.tell(version + "19", version + major);

            Finding tooOld = only(source(older.through(asRole())), Check.VERSION);
            is(
                    tooOld,
                    Severity.ERROR,
                    "the server is PostgreSQL 13; 14 or newer is needed",
                    "pg_dump of a newer version can move the database to a newer server");
            assertThat(tooOld.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER);
            if (major >= 18) { // an older one does not know all that a newer one is asked
                assertThat(only(source(newer.through(asRole())), Check.VERSION))
                        .extracting(Finding::severity, Finding::hint)
                        .containsExactly(Severity.WARNING, "update Coffer, or drill the first backup");
            }
        }
    }

    @Test
    void aRoleWithoutSelect() {
        database.execute("REVOKE SELECT ON protein, species FROM " + role);

        Preflight found = source(asRole());

        Finding finding = only(found, Check.RIGHTS);
        is(
                finding,
                Severity.ERROR,
                "the role \"" + role + "\" may not read 2 tables: public.protein, public.species",
                "as the owner: GRANT USAGE ON SCHEMA … and GRANT SELECT ON … TO the role, or the membership in"
                        + " pg_read_all_data; or leave these tables out with TableSelection.exclude(…)");
        assertThat(finding.tables())
                .containsExactlyInAnyOrder(new TableName("public", "protein"), new TableName("public", "species"));
        assertThatThrownBy(found::requireNoErrors)
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION));
    }

    @Test
    void rowSecurity() {
        database.execute("ALTER TABLE protein ENABLE ROW LEVEL SECURITY", "REVOKE SELECT ON species FROM " + role);

        Preflight found = source(asRole());

        is(
                only(found, Check.ROW_SECURITY),
                Severity.ERROR,
                "row security would hide rows from the role \"" + role + "\" of a table (table public.protein)",
                "use a role with BYPASSRLS, or the owner of tables without FORCE ROW LEVEL SECURITY; or leave these"
                        + " tables out with TableSelection.exclude(…)");
        assertThat(only(found, Check.RIGHTS).tables()).containsExactly(new TableName("public", "species"));
    }

    @Test
    void timeoutsOfTheRole() {
        database.execute("ALTER ROLE " + role + " SET statement_timeout = '5s'");
        is(
                only(source(asRole()), Check.TIMEOUTS),
                Severity.OK,
                "statement_timeout = 5000 ms (user): runs switch it off for themselves",
                null);

        database.execute("ALTER ROLE " + role + " SET idle_session_timeout = '10min'");
        is(
                only(source(asRole()), Check.TIMEOUTS),
                Severity.WARNING,
                "sessions that wait between two transactions are ended: idle_session_timeout = 600000 ms (user),"
                        + " statement_timeout = 5000 ms (user)",
                "ALTER ROLE \"" + role + "\" SET idle_session_timeout = 0");
    }

    @Test
    void theCollationHasChanged() {
        assumeTrue(TestServer.newest().major() >= 15, "servers know the version since 15");
        try (TestDatabase icu = TestServer.newest()
                .createDatabase("TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en'")) {
            assertThat(only(source(icu.uri()), Check.COLLATION).severity()).isEqualTo(Severity.OK);
            icu.execute("UPDATE pg_database SET datcollversion = '1.0' WHERE datname = current_database()");

            Finding finding = only(source(icu.uri()), Check.COLLATION);

            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.what())
                    .startsWith(
                            "the default collation had another version when the database was made than now: 1.0 and ");
            assertThat(finding.hint())
                    .isEqualTo("rebuild the indexes on text, then ALTER DATABASE \"" + icu.name()
                            + "\" REFRESH COLLATION VERSION; a restore elsewhere rebuilds them anyway");
        }
    }

    @Test
    void tooFewConnections() {
        database.execute("ALTER ROLE " + role + " CONNECTION LIMIT 2");

        Finding finding = only(source(asRole()), Check.CONNECTIONS);

        is(
                finding,
                Severity.WARNING,
                "the role can have 1 more connections, and a run would use 3 more",
                "the run does with fewer, and takes longer; raise max_connections or the limit of the role, or give"
                        + " connections(n)");
    }

    @Test
    void whatABackupWouldLeaveOut() {
        database.execute(
                "CREATE TABLE half (id int)",
                "GRANT SELECT ON half TO " + role,
                "CREATE INDEX half_built ON half (id)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_built'::regclass");

        is(
                only(source(asRole()), Check.PLAN),
                Severity.WARNING,
                "a backup would leave out index public.half_built: it is invalid: CREATE INDEX CONCURRENTLY did not"
                        + " complete",
                "nothing, if it can be done without; strict() makes it an error");
    }

    @Test
    void encodingsThatCannotBeCarried() {
        try (TestDatabase ascii =
                TestServer.newest().createDatabase("ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")) {
            Finding finding = only(source(ascii.uri()), Check.ENCODING);

            is(
                    finding,
                    Severity.ERROR,
                    "the database has the encoding SQL_ASCII, in which the server does not know what characters its bytes"
                            + " are",
                    "move the database to UTF8 first: pg_dump --encoding with the encoding that its clients really used");
            assertThat(finding.code()).isEqualTo(ErrorCode.UNSUPPORTED_ENCODING);
        }
        try (TestDatabase latin =
                TestServer.newest().createDatabase("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")) {
            assertThat(only(source(latin.uri()), Check.ENCODING).what())
                    .isEqualTo("the database has the encoding LATIN1");
            is(
                    only(Preflight.ofTarget(PostgresDatabase.of(latin.uri())), Check.ENCODING),
                    Severity.WARNING,
                    "the database has the encoding LATIN1: a restore is refused where it cannot hold the text of a backup",
                    "restore into a database with the encoding UTF8; intoNewDatabase(server, name) makes one with that of"
                            + " the backup");
        }
    }

    @Test
    void aStandby() {
        try (TestServer primary = TestServer.builder().start();
                TestDatabase original = primary.createDatabase();
                TestServer standby = TestServer.builder().standbyOf(primary).start()) {
            standby.awaitReplayOf(primary);
            PostgresDatabase copy = PostgresDatabase.of(standby.uri(original.name()));

            is(
                    only(Preflight.ofSource(copy), Check.READ_ONLY),
                    Severity.WARNING,
                    "the server is a standby: it lacks the rows of unlogged tables, and may end a long reading",
                    "set hot_standby_feedback = on there, or back up the primary");
            is(
                    only(Preflight.ofTarget(copy), Check.READ_ONLY),
                    Severity.ERROR,
                    "the target is a standby, which takes no writes",
                    "give the address of the primary, or add target_session_attrs=read-write to the connection string");
        }
    }

    @Test
    void sessionsThatBeginReadOnlyDoNotMatter() {
        database.execute("ALTER ROLE " + role + " SET default_transaction_read_only = on");

        assertThat(only(Preflight.ofTarget(PostgresDatabase.of(asRole())), Check.READ_ONLY))
                .extracting(Finding::severity, Finding::what)
                .containsExactly(Severity.OK, "transactions begin read-only there; a restore begins its own otherwise");
    }

    @Test
    void tls() {
        try (TestServer encrypting = TestServer.builder().ssl().start();
                TestDatabase there = encrypting.createDatabase()) {
            assertThat(only(source(there.uri() + "?sslmode=require"), Check.TLS))
                    .satisfies(finding -> {
                        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                        assertThat(finding.what())
                                .startsWith("the connection is encrypted with TLSv1.")
                                .endsWith(", but nothing proves that it leads to the right server");
                        assertThat(finding.hint())
                                .isEqualTo(
                                        "add sslmode=verify-full, or channel_binding=require, to the connection string");
                    });
            String verifying = there.uri() + "?sslmode=verify-full&sslrootcert="
                    + encrypting.certificate().orElseThrow();
            assertThat(only(source(verifying), Check.TLS).severity()).isEqualTo(Severity.OK);
            assertThat(only(source(there.uri() + "?sslmode=disable"), Check.TLS).what())
                    .isEqualTo("the connection is not encrypted, and does not leave the machine");
        }
        Finding refused = only(source(database.uri() + "?sslmode=require"), Check.TLS);
        is(
                refused,
                Severity.ERROR,
                "cannot connect to postgres@localhost:" + TestServer.newest().port() + "/" + database.name()
                        + ": the server has no TLS, and sslmode=require demands it",
                "switch TLS on at the server, or give sslmode=prefer where the network is trusted");
        assertThat(refused.code()).isEqualTo(ErrorCode.TLS);
    }

    @Test
    @EnabledIfPgBouncer
    void aPooler() throws Exception {
        try (PgBouncer pooler =
                PgBouncer.before(database, "postgres", TestServer.newest().password(), 4)) {
            Preflight found = source(
                    pooler.uri(database.name(), "postgres", TestServer.newest().password()));

            assertThat(only(found, Check.POOLER).what())
                    .isEqualTo("a pooler stands between; runs keep to what one in transaction mode can carry");
            is(
                    only(found, Check.TLS),
                    Severity.WARNING,
                    "nothing says that the connection must be encrypted",
                    "add sslmode=verify-full to the connection string; where the server has no TLS, switch it on there");
        }
        assertThat(only(source(asRole()), Check.POOLER).what()).isEqualTo("no pooler stands between");
    }

    @Test
    void pgDumpIsNotThere() {
        Preflight found = BackupPlan.builder()
                .source(PostgresDatabase.of(asRole()))
                .export(PgDumpExporter.builder().tools(folder).build())
                .to(folder)
                .build()
                .preflight();

        Finding finding = only(found, Check.TOOLS);
        assertThat(finding.code()).isEqualTo(ErrorCode.TOOL_MISSING);
        assertThat(finding.what()).isEqualTo("pg_dump not found: not in the folder " + folder);
        assertThat(finding.hint()).contains("install PostgreSQL's client tools");
    }

    @Test
    void theDiskIsTooSmall() {
        try (SmallDisk small = SmallDisk.mount("64k")) {
            database.execute("INSERT INTO protein SELECT n, repeat('x', 500) FROM generate_series(101, 400) n");
            assertThat(disk(small.root()).severity()).as("less than all").isEqualTo(Severity.WARNING);
            database.execute("INSERT INTO protein SELECT n, repeat('x', 500) FROM generate_series(401, 9000) n");
            Finding finding = disk(small.root());
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.code()).isEqualTo(ErrorCode.DISK_FULL);
            assertThat(finding.what())
                    .matches("[\\d.]+ kB are free for .*, and the backup takes about [\\d.]+ MB uncompressed");
            assertThat(finding.hint())
                    .isEqualTo(
                            "prune old backups, write fewer formats or compressed ones (gzip), or give another folder"
                                    + " with to(…)");
        }
    }

    private Finding disk(Path root) {
        return only(
                BackupPlan.builder()
                        .source(PostgresDatabase.of(asRole()))
                        .export(JsonTableExporter.create(), CsvTableExporter.create())
                        .to(root)
                        .build()
                        .preflight(),
                Check.DISK);
    }

    @Test
    void aFileStandsWhereTheFolderShouldBe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        Finding finding = disk(file.resolve("backups"));

        is(
                finding,
                Severity.ERROR,
                "no backup can be written to " + file.resolve("backups") + ": " + file + " is no folder",
                "give a folder that this user may write to with to(…)");
        assertThat(finding.code()).isEqualTo(ErrorCode.NOT_WRITABLE);
    }

    @Test
    @SinceServer(value = 18, feature = "folder for extensions of one database")
    void anExtensionThatTheTargetLacks() throws IOException {
        OwnExtension extension = OwnExtension.write(folder, "ours", "CREATE TABLE of_ours (id int);");
        extension.availableIn(database);
        Backup backup = saved("CREATE EXTENSION ours");
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            Finding finding = only(restore(backup, PostgresDatabase.of(target.uri())), Check.EXTENSIONS);
            is(
                    finding,
                    Severity.WARNING,
                    "the restore would leave out extension ours: the target server does not have it",
                    "provide what is missing on the target, or do without; strict() makes it an error");

            extension.availableIn(target);
            assertThat(restore(backup, PostgresDatabase.of(target.uri())).severity())
                    .isEqualTo(Severity.OK);
        }
    }

    @Test
    void whatARestoreWouldMeet() {
        Backup backup = saved();

        Finding conflict = only(restore(backup, PostgresDatabase.of(database.uri())), Check.PLAN);
        is(
                conflict,
                Severity.ERROR,
                "the target holds 2 objects of the backup: table public.protein, table public.species",
                "restore into an empty database, or into a new one with intoNewDatabase(server, name)");
        assertThat(conflict.code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);

        database.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        Finding rights = restore(backup, PostgresDatabase.of(asRole())).findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .findFirst()
                .orElseThrow();
        assertThat(rights.check()).isIn(Check.RIGHTS, Check.PLAN);

        assertThat(Preflight.ofTarget(PostgresDatabase.of(asRole())).of(Check.RIGHTS))
                .extracting(Finding::what)
                .containsExactly(
                        "the role " + role + " may not create schemas in the database " + database.name(),
                        "the role " + role + " may not create objects in the schema public");
    }

    @Test
    void aRoleThatMayNotCreateTheNewDatabase() {
        Preflight found = RestorePlan.builder()
                .from(saved())
                .strategy(JsonRestoreStrategy.create())
                .intoNewDatabase(PostgresDatabase.of(asRole()), database.name() + "_new")
                .build()
                .preflight();

        is(
                only(found, Check.RIGHTS),
                Severity.ERROR,
                "the role " + role + " may not create databases",
                "as a superuser: ALTER ROLE \"" + role + "\" CREATEDB; or restore into a database that exists");
    }

    @Test
    void roundTripsDoNotGrowWithTheTables() {
        int few = trips(Preflight::ofSource);
        database.execute(IntStream.range(0, 300)
                .mapToObj(n -> "CREATE TABLE many_" + n + " (id int PRIMARY KEY)")
                .toArray(String[]::new));

        assertThat(trips(Preflight::ofSource)).isEqualTo(few).isLessThan(20);
    }

    private int trips(java.util.function.Function<PostgresDatabase, Preflight> examination) {
        try (Relay relay = new Relay(TestServer.newest().port())) {
            assertThat(examination
                            .apply(PostgresDatabase.of(relay.through(database.uri())))
                            .findings())
                    .isNotEmpty();
            return relay.roundTrips();
        }
    }

    private Backup saved(String... before) {
        database.execute(before);
        return Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(JsonTableExporter.create())
                .to(folder)
                .build()
                .run()
                .directory());
    }

    private static Preflight restore(Backup backup, PostgresDatabase target) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(JsonRestoreStrategy.create())
                .into(target)
                .build()
                .preflight();
    }
}

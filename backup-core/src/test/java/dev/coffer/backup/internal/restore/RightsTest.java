package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.catalogue.CatalogueReader;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.ContainerServer;
import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfContainers;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners, grants and database settings: recorded always, restored by request. */
class RightsTest {
    /** Where nobody has the roles, but one. */
    private static TestServer elsewhere;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        elsewhere = TestServer.builder().start();
        elsewhere.administer("CREATE ROLE rights_writer");
    }

    @AfterAll
    static void stopServer() {
        elsewhere.close();
    }

    private static TestDatabase source() {
        return source(TestServer.newest());
    }

    private static TestDatabase source(TestServer server) {
        Roles.on(server);
        TestDatabase database = server.createDatabase();
        database.execute(script().replace("THIS", '"' + database.name() + '"').replace("ODD", Roles.quoted(Roles.ODD)));
        if (server.major() >= 17) {
            database.execute("GRANT MAINTAIN ON app.films TO rights_reader");
        }
        if (server.major() >= 18) {
            database.execute(
                    "ALTER DEFAULT PRIVILEGES FOR ROLE rights_owner GRANT SELECT ON LARGE OBJECTS TO rights_reader");
        }
        return database;
    }

    private static String script() {
        try (InputStream in = RightsTest.class.getResourceAsStream("/rights/all.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private static RestorePlan.Builder plan(Backup backup, TestDatabase target) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()));
    }

    @Test
    @EnabledIfCorpora
    @EnabledIfClientTools({"pg_dump", "psql"})
    @OnServerOfTools
    void areWhatPgDumpMakesOfThem() {
        try (TestDatabase source = source(TestServer.ofTools());
                TestDatabase reference = source.server().createDatabase();
                TestDatabase target = source.server().createDatabase()) {
            String dump = ClientTools.run(ClientTools.require("pg_dump"), "-d", source.uri())
                    .requireSuccess()
                    .output();
            ClientTools.run(
                            new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)),
                            ClientTools.require("psql"),
                            "-X",
                            "-q",
                            "-v",
                            "ON_ERROR_STOP=1",
                            "-d",
                            reference.uri())
                    .requireSuccess();

            RestoreReport report = plan(backup(source), target)
                    .owners()
                    .grants()
                    .databaseSettings()
                    .strict()
                    .build()
                    .run();

            assertThat(report.skips()).isEmpty();
            assertThat(Corpora.compare(reference, target, "--acl", "--owner").output())
                    .isEqualTo("identical\n");
            // pg_dump says nothing of the database itself, so this is judged against the source.
            assertThat(Corpora.compare(source, target, "--no-schema", "--no-data", "--database")
                            .output())
                    .isEqualTo("identical\n");
            assertThat(database(target)).isEqualTo(database(source));
        }
    }

    /** The same by the tools of a newer version, which know more kinds of rights. */
    @Test
    @EnabledIfCorpora
    @EnabledIfContainers
    void areWhatANewerPgDumpMakesOfThem() {
        ContainerServer container = ContainerServer.version(17);
        try (TestDatabase source = source(container.server());
                TestDatabase reference = container.server().createDatabase();
                TestDatabase target = container.server().createDatabase()) {
            container
                    .run(
                            "bash",
                            "-c",
                            "set -o pipefail; pg_dump -d \"$0\" | psql -X -q -v ON_ERROR_STOP=1 -d \"$1\"",
                            container.uriInside(source),
                            container.uriInside(reference))
                    .requireSuccess();

            plan(backup(source), target)
                    .owners()
                    .grants()
                    .databaseSettings()
                    .strict()
                    .build()
                    .run()
                    .requireComplete();

            String script = "/tmp/compare-rights";
            container.copyIn(Corpora.tool("compare-databases").orElseThrow(), script);
            assertThat(container
                            .run(
                                    "bash",
                                    script,
                                    "--acl",
                                    "--owner",
                                    container.uriInside(reference),
                                    container.uriInside(target))
                            .output())
                    .isEqualTo("identical\n");
            assertThat(container
                            .run(
                                    "bash",
                                    script,
                                    "--no-schema",
                                    "--no-data",
                                    "--database",
                                    container.uriInside(source),
                                    container.uriInside(target))
                            .output())
                    .isEqualTo("identical\n");
        }
    }

    private static String database(TestDatabase database) {
        return database.query(
                "SELECT concat_ws(' ', ARRAY(SELECT unnest(datacl)::text ORDER BY 1), datconnlimit, pg_get_userbyid(datdba))"
                        + " FROM pg_database WHERE datname = current_database()");
    }

    @Test
    void areTheSameAgainInASecondGeneration() {
        try (TestDatabase source = source();
                TestDatabase target = source.server().createDatabase()) {
            plan(backup(source), target)
                    .owners()
                    .grants()
                    .databaseSettings()
                    .build()
                    .run()
                    .requireComplete();

            assertThat(normalized(target)).isEqualTo(normalized(source));
        }
    }

    private static List<String> normalized(TestDatabase database) {
        try (Session session = ConnectionSource.ofUrl(database.uri()).open()) {
            session.execute(Pins.BEGIN_BACKUP + ";" + Pins.forBackup(session.serverVersion(), Duration.ofSeconds(10)));
            return CatalogueReader.read(session).catalogue().rights().stream()
                    .map(SchemaEntry::toString)
                    .map(text -> text.replace('"' + database.name() + '"', "THIS"))
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("P16 rights stay behind unless asked for, and routines stay closed")
    void stayBehindUnlessAskedFor() {
        try (TestDatabase source = source();
                TestDatabase target = source.server().createDatabase()) {
            RestoreReport report = plan(backup(source), target).build().run().requireComplete();

            assertThat(target.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'app'::regnamespace AND"
                            + " (relacl IS NOT NULL OR pg_get_userbyid(relowner) <> 'postgres')"))
                    .isEqualTo("0");
            assertThat(target.query(
                            "SELECT count(*) FROM pg_db_role_setting s, pg_database d WHERE d.oid = s.setdatabase"
                                    + " AND d.datname = current_database()"))
                    .isEqualTo("0");
            // P16: what nobody but the owner might call does not become open to all.
            assertThat(target.query("SELECT has_function_privilege('rights_writer', 'app.secret()', 'EXECUTE')"))
                    .isEqualTo("f");
            assertThat(report.warnings())
                    .contains(
                            "routine app.secret() stays closed to PUBLIC; grants are not restored, so whoever calls it must be"
                                    + " granted that again");
        }
    }

    @Test
    @NamesItsServers
    void olderServerGetsWhatItKnows() {
        try (TestDatabase source = source(TestServer.version(18));
                TestDatabase target = TestServer.version(15).createDatabase()) {
            Roles.on(target.server());

            RestoreReport report = plan(backup(source), target)
                    .owners()
                    .grants()
                    .databaseSettings()
                    .build()
                    .run();

            assertThat(report.skips())
                    .containsExactly(new Skip(
                            "default privileges FOR ROLE \"rights_owner\" ON LARGE OBJECTS TO \"rights_reader\"",
                            "the target server does not know default privileges on large objects"));

            assertThat(target.query("SELECT relacl FROM pg_class WHERE oid = 'app.films'::regclass"))
                    .contains("rights_reader=r*/rights_owner", "rights_writer=r*/rights_reader");
        }
    }

    @Test
    void missingRolesAreNamedSkipsAndTakeOnlyTheirOwnRights() {
        try (TestDatabase source = source();
                TestDatabase target = elsewhere.createDatabase()) {
            Backup backup = backup(source);

            RestoreReport report =
                    plan(backup, target).owners().grants().build().run();

            assertThat(report.skips())
                    .contains(
                            new Skip("owner TABLE \"app\".\"films\"", "the target does not have the role rights_owner"),
                            new Skip(
                                    "grant TABLE \"app\".\"films\" TO \"rights_reader\"",
                                    "the target does not have the role rights_reader"),
                            new Skip(
                                    "user mapping rights_reader on server own_server",
                                    "the target does not have the role rights_reader"),
                            new Skip(
                                    "policy app.films readers",
                                    "the target does not have the role rights_reader; row security stays on"));
            assertThat(target.query("SELECT relrowsecurity FROM pg_class WHERE oid = 'app.films'::regclass"))
                    .isEqualTo("t");
            assertThat(target.query("SELECT has_table_privilege('rights_writer', 'app.films', 'INSERT')"))
                    .isEqualTo("t");
        }
    }

    @Test
    void missingRolesStopAStrictPlanBeforeTheFirstStatement() {
        try (TestDatabase source = source();
                TestDatabase target = elsewhere.createDatabase()) {
            Backup backup = backup(source);

            BackupException failure = assertThrows(
                    BackupException.class,
                    () -> plan(backup, target).strict().build().run());

            assertThat(failure.code()).isEqualTo(ErrorCode.INCOMPLETE);
            assertThat(failure)
                    .hasMessage(
                            "the restore would leave out: user mapping rights_reader on server own_server: the target does"
                                    + " not have the role rights_reader, policy app.films readers: the target does not have the role"
                                    + " rights_reader; row security stays on\n"
                                    + "Hint: provide what is missing on the target, or accept it by not calling strict()");
            // Not a transaction was used up: none of the restore was ever begun.
            assertThat(target.query("SELECT to_regnamespace('app')")).isNull();
        }
    }

    @Test
    void ordinaryRoleGetsNamedSkipsForWhatItMayNotGiveAway() {
        try (TestDatabase source = source();
                TestDatabase target = source.server().createDatabase("OWNER rights_ordinary")) {
            Backup backup = backup(source);

            RestoreReport report = plan(backup, target)
                    .into(PostgresDatabase.of(target.uri(Roles.ORDINARY, "rights")))
                    .owners()
                    .build()
                    .run();

            assertThat(report.skips())
                    .contains(new Skip(
                            "owner TABLE \"app\".\"films\"",
                            "the role rights_ordinary may not act as the role rights_owner"));
        }
    }
}

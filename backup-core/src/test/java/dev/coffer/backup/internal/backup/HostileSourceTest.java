package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.backup.Tuning.Moment;
import dev.coffer.testsupport.Relay;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody who may create objects in the source tries with whoever backs it up. */
class HostileSourceTest {
    @TempDir
    Path folder;

    private static final String VIEW = "epoch FROM now()) AS e; CREATE TABLE public.hacked (); --";
    private static final String DEFAULT = "epoch FROM now())); CREATE TABLE public.hacked (); --";

    @ParameterizedTest
    @CsvSource({"14, false", "15, true", "18, false", "18, true"})
    @DisplayName("F32 a definition that the server prints as more than one statement reaches no file")
    void f32ADefinitionThatIsMoreThanOne(int version, boolean olderMinor) throws IOException {
        TestServer server = TestServer.version(version);
        try (TestDatabase source = server.createDatabase();
                TestDatabase copy = server.createDatabase();
                Relay relay = new Relay(server.port())) {
            String uri = source.uri();
            if (olderMinor) {
                // The newest minor versions print in quotes what older ones print bare.
                relay.tell("EXTRACT( " + VIEW + " ", "EXTRACT(\"" + VIEW + "\"");
                relay.tell("EXTRACT( " + DEFAULT + " ", "EXTRACT(\"" + DEFAULT + "\"");
                uri = relay.through(uri);
            }
            source.execute(
                    "CREATE TABLE plain (id int)",
                    "CREATE VIEW honest AS SELECT EXTRACT(epoch FROM now()) AS e, ';' AS s FROM plain",
                    "CREATE VIEW evil AS SELECT EXTRACT('" + VIEW + "' FROM now())",
                    "COMMENT ON VIEW evil IS 'goes with it'",
                    "CREATE VIEW above AS SELECT * FROM evil");

            BackupReport report = Runs.of(uri, folder).run();

            copy.execute(Files.readString(report.directory().resolve("schema.sql")));
            assertThat(copy.query("SELECT to_regclass('public.hacked')")).isNull();
            assertThat(copy.query("SELECT to_regclass('public.honest')")).isEqualTo("honest");
            String why = "the server prints a definition of it that would do something else when it is run";
            assertThat(report.skips())
                    .extracting(Skip::toString)
                    .isEqualTo(
                            olderMinor
                                    ? List.of(
                                            "view public.above: it needs view public.evil, which is left out: " + why,
                                            "view public.evil: " + why)
                                    : List.of());

            source.execute("CREATE TABLE full_of (id int, at timestamp, e numeric DEFAULT EXTRACT('" + DEFAULT
                    + "' FROM now()))");
            Runs again = Runs.of(uri, folder);
            if (olderMinor) {
                BackupException failure = assertThrows(BackupException.class, again::run);
                assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER);
                assertThat(failure)
                        .hasMessage(
                                "the server prints a definition that would do something else when it is run, of a table"
                                        + " (table public.full_of)\n"
                                        + "Hint: somebody has written more than a field into an EXTRACT(…) of a default, a check or a"
                                        + " generated column: correct it, and update the server to its newest minor version; or leave"
                                        + " these tables out with TableSelection.exclude(…)");
            } else {
                copy.execute(
                        "DROP SCHEMA public CASCADE",
                        Files.readString(again.run().directory().resolve("schema.sql")));
                assertThat(copy.query("SELECT to_regclass('public.full_of')")).isEqualTo("full_of");
                assertThat(copy.query("SELECT to_regclass('public.hacked')")).isNull();
            }
        }
    }

    @Test
    @DisplayName("F38 no file of a backup holds a password, or the hash of one, that the server keeps")
    void f38NoFileHoldsWhatTheServerKeeps() throws IOException {
        TestServer server = TestServer.newest();
        TestDatabase source = server.createDatabase();
        String role = source.name() + "_role";
        try (source) {
            source.execute(
                    "CREATE ROLE " + role + " PASSWORD 'canary-1'",
                    "CREATE FOREIGN DATA WRAPPER w",
                    "CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (conninfo 'password=canary-2')",
                    "CREATE USER MAPPING FOR " + role + " SERVER s OPTIONS (\"user\" 'me', password 'canary-3')",
                    "CREATE FOREIGN TABLE f (i int) SERVER s OPTIONS (token 'canary-4')",
                    "CREATE SUBSCRIPTION sub CONNECTION 'host=h password=canary-5' PUBLICATION p"
                            + " WITH (connect = false, slot_name = NONE)",
                    "CREATE TABLE t (i int)",
                    "ALTER TABLE t OWNER TO " + role,
                    "GRANT SELECT ON t TO " + role);
            String hash = source.query("SELECT rolpassword FROM pg_authid WHERE rolname = '" + role + "'");

            BackupReport report = Runs.of(source, folder).run();

            assertThat(hash).isNotEmpty();
            try (Stream<Path> files = Files.walk(report.directory())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file)).as(file.toString()).doesNotContain("canary", hash);
                }
            }
            assertThat(Files.readString(report.directory().resolve("schema.json")))
                    .contains("USER MAPPING FOR ", role);
        } finally {
            server.administer("DROP ROLE IF EXISTS " + role);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"CATALOGUE_READ", "SNAPSHOT_TAKEN"})
    @DisplayName("F33 a table swapped for a view or a foreign table during a backup runs nothing of theirs")
    void f33ASwappedTable(Moment moment) throws IOException {
        for (String trap : List.of(
                "CREATE VIEW \"t\" AS SELECT public.spring() AS i",
                "CREATE FOREIGN TABLE \"t\" (i int) SERVER files OPTIONS (program 'echo 1; touch %s')")) {
            for (boolean conditioned : new boolean[] {false, true}) {
                Path sprung = folder.resolve("sprung");
                Path root = Files.createTempDirectory(folder, "backups");
                try (TestDatabase source = TestServer.newest().createDatabase()) {
                    source.execute(
                            "CREATE EXTENSION file_fdw",
                            "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
                            "CREATE FUNCTION spring() RETURNS int LANGUAGE plpgsql AS"
                                    + " 'BEGIN RAISE EXCEPTION ''sprung''; END'",
                            "CREATE TABLE t (i int)",
                            "INSERT INTO t VALUES (1)");
                    AtomicBoolean once = new AtomicBoolean();
                    Tuning tuning = Tuning.DEFAULT
                            .withLockCapacity(moment == Moment.CATALOGUE_READ ? 0 : 1)
                            .withMoments(now -> {
                                if (now == moment && once.compareAndSet(false, true)) {
                                    source.execute(
                                            "SET lock_timeout = 5000",
                                            "ALTER TABLE t RENAME TO elsewhere",
                                            String.format(trap, sprung));
                                }
                            });
                    Runs run = Runs.of(source, root).tuning(tuning);
                    if (conditioned) {
                        run.where("public.t", Condition.unsafeSql("i > 0"));
                    }
                    String outcome;
                    try {
                        outcome = run.run().tables().toString();
                    } catch (BackupException e) {
                        outcome = e.getMessage();
                    }
                    assertThat(once).isTrue();
                    assertThat(outcome).doesNotContain("sprung");
                    assertThat(sprung).doesNotExist();
                }
            }
        }
    }
}

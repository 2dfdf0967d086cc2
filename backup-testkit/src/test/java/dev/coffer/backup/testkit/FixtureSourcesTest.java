package dev.coffer.backup.testkit;

import static dev.coffer.backup.testkit.BackupAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Files of backups as fixtures: names that an exporter encodes, compression, damage, and rows too many for the memory. */
@Execution(ExecutionMode.SAME_THREAD)
class FixtureSourcesTest {
    private static final Path GIVEN = Path.of("target", "sources-test.json");
    private static String targetUri = "";

    private final TestDatabase source = TestServer.newest().createDatabase();
    private final TestDatabase target = TestServer.newest().createDatabase();
    private PostgresDatabase into;

    @TempDir
    private Path folder;

    @BeforeEach
    void create() {
        into = PostgresDatabase.of(target.uri());
        targetUri = target.uri();
    }

    @AfterEach
    void drop() throws IOException {
        source.close();
        target.close();
        Files.deleteIfExists(GIVEN);
    }

    private Path backUp(TableExporter exporter) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(exporter)
                .to(folder)
                .build()
                .run()
                .directory();
    }

    @Test
    void csvFilesOfABackupFindTheirTablesWhateverTheNamesAreEncodedAs() {
        String[] tables = {
            "CREATE TABLE \"a.b\" (id int PRIMARY KEY)",
            "CREATE TABLE \"Users\" (id int PRIMARY KEY)",
            "CREATE TABLE con (id int PRIMARY KEY)",
            "CREATE SCHEMA \"Other Schema\"",
            "CREATE TABLE \"Other Schema\".\"ein Tisch, für %7E und \"\"mehr\"\"\" (id int PRIMARY KEY)",
            "CREATE TABLE \"белок_белок_белок_белок_белок\" (id int PRIMARY KEY)"
        };
        source.execute(tables);
        target.execute(tables);
        List<String> names = List.of(
                "\"a.b\"",
                "\"Users\"",
                "con",
                "\"Other Schema\".\"ein Tisch, für %7E und \"\"mehr\"\"\"",
                "\"белок_белок_белок_белок_белок\"");
        names.forEach(name -> source.execute("INSERT INTO " + name + " VALUES (" + (7 + names.indexOf(name)) + ")"));
        for (TableExporter exporter : List.of(
                CsvTableExporter.create(), CsvTableExporter.builder().gzip(true).build())) {
            names.forEach(name -> target.execute("DELETE FROM " + name));
            Path csv = backUp(exporter).resolve("csv_exports");

            BackupFixture.of(csv).restoreInto(into);

            names.forEach(name -> assertThat(target.query("SELECT max(id) FROM " + name))
                    .isEqualTo(String.valueOf(7 + names.indexOf(name))));
        }
    }

    /** Runs once for each call of {@link #runGiven}. */
    @RestoreBackup("target/sources-test.json")
    static class Given {
        @RestoreTarget
        private final PostgresDatabase database = PostgresDatabase.of(targetUri);

        @Test
        void holdsItsRows() {
            assertThat(database).table("t").hasRows(3);
        }
    }

    private static EngineTestKit.Builder given() {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(Given.class));
    }

    private static void runGiven() {
        given().execute()
                .testEvents()
                .assertStatistics(counts -> counts.started(1).succeeded(1));
    }

    private static Throwable failureOfGiven() {
        return given().execute().testEvents().failed().stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("it did not fail"))
                .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    @Test
    @DisplayName("F16 A damaged backup is refused through the extension, and the target stays as it was")
    void refusesADamagedBackup() throws IOException {
        String[] table = {"CREATE TABLE t (id int PRIMARY KEY, v text)"};
        source.execute(table);
        source.execute("INSERT INTO t SELECT n, 'some value ' || n FROM generate_series(1, 3) n");
        target.execute(table);
        target.execute("INSERT INTO t VALUES (9, 'kept')");
        Path file = Files.copy(backUp(JsonTableExporter.create()).resolve("complete_backup.json"), GIVEN);
        String whole = Files.readString(file);
        Files.writeString(file, whole.replace("some value 2", "some value 3"));

        Throwable failure = failureOfGiven();

        assertThat(failure)
                .isInstanceOf(BackupException.class)
                .extracting(e -> ((BackupException) e).code())
                .isEqualTo(ErrorCode.CHECKSUM);
        assertThat(target.query("SELECT string_agg(id || v, ' ') FROM t")).isEqualTo("9kept");

        Files.writeString(file, whole);
        FileTime written = Files.getLastModifiedTime(file);
        runGiven();

        // Read and verified once: what a disk does to the file later, unseen by its size and time, reaches no test.
        Files.writeString(file, whole.replace("some value 2", "some value 3"));
        Files.setLastModifiedTime(file, written);
        runGiven();
        assertThat(target.query("SELECT v FROM t WHERE id = 2")).isEqualTo("some value 2");

        Files.setLastModifiedTime(file, FileTime.fromMillis(written.toMillis() + 5_000));
        assertThat(failureOfGiven()).isInstanceOf(BackupException.class);
    }

    @Test
    void rowsThatAreTooManyForTheMemoryAreReadFromDiskEachTime() {
        source.execute(
                "CREATE TABLE t (id serial PRIMARY KEY, v text)",
                "INSERT INTO t (v) SELECT repeat(chr(64 + n), 1000000) FROM generate_series(1, 40) n");
        BackupFixture fixture = BackupFixture.of(backUp(JsonTableExporter.create()));
        assertThat(fixture.fixture().inMemory()).isFalse();

        for (int i = 0; i < 3; i++) {
            fixture.restoreInto(into);
            assertThat(target.query(
                            "SELECT count(*) || ' ' || sum(length(v)) || ' ' || (SELECT last_value FROM t_id_seq)"
                                    + " FROM t"))
                    .isEqualTo("40 40000000 40");
            target.execute("DELETE FROM t WHERE id > 3", "SELECT setval('t_id_seq', 99)");
        }
        assertThatThrownBy(() -> fixture.restoreInto(into, Mode.LOAD, Sequences.PAST_LARGEST_KEY))
                .hasMessageStartingWith(
                        "the fixture is too large for sequences to be set past the largest key (file backup_")
                .hasMessageEndingWith(
                        "Hint: restore with sequences = Sequences.AS_SAVED, or record a smaller fixture: coffer record");
        assertThat(target.query("SELECT count(*) FROM t")).isEqualTo("3");
    }
}

package dev.coffer.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.Completeness;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Skip;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.backup.spi.TableData;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every sample of the documentation does what it is shown for. */
@Costly
class ExamplesTest {
    private static TestDatabase source;
    private static BackupReport report;

    @TempDir
    private Path folder;

    @BeforeAll
    static void backUp() throws SQLException {
        source = TestServer.newest().createDatabase();
        try (Connection connection = source.connect()) {
            SampleDatabase.create(connection);
        }
        report = Examples.backup(source.uri());
    }

    @AfterAll
    static void drop() throws IOException {
        source.close();
        List<Path> deepestFirst;
        try (Stream<Path> written = Files.walk(report.directory())) {
            deepestFirst = written.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    @Test
    void restores() {
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            assertThat(Examples.restore(report, target.uri()).rows()).isEqualTo(report.rows());
        }
    }

    @Test
    void backsUpSomeTables() {
        BackupReport some = Examples.someTables(source.uri(), folder);

        assertThat(some.tables()).anyMatch(table -> table.name().name().equals("interactions"));
        assertThat(some.tables()).noneMatch(table -> table.name().name().equals("protein_aliases"));
        assertThat(some.directory().resolve("csv_exports/proteins.csv.gz")).isRegularFile();
    }

    @Test
    void readsOnlyWhatChanged() {
        BackupReport first = Examples.incremental(source.uri(), folder);
        BackupReport second = Examples.incremental(source.uri(), folder);

        assertThat(first.increment().orElseThrow().unchanged()).isEmpty();
        assertThat(second.increment().orElseThrow().unchanged())
                .hasSize(second.tables().size() - 1);
        assertThat(second.increment().orElseThrow().notes())
                .singleElement()
                .asString()
                .endsWith("is read every time: a column holds names of objects, which print as they are called now");
    }

    @Test
    void reportsProgress() {
        assertThat(Examples.watched(source.uri(), folder).rows()).isEqualTo(report.rows());
    }

    @Test
    void looksBeforeItRuns() {
        BackupPlan plan = BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(JsonTableExporter.create())
                .to(folder)
                .build();

        assertThat(Examples.preflight(plan).of(Preflight.Check.REACHABLE)).hasSize(1);
    }

    @Test
    void verifiesAndDrills() {
        BackupReport copy = Examples.guarded(source.uri(), folder);

        assertThat(Examples.verify(report.directory()).formats()).hasSize(2);
        assertThat(Examples.drill(copy.directory(), source.uri()).passed()).isTrue();
        assertThat(Backup.open(copy.directory()).proof()).isPresent();
    }

    @Test
    void compares() {
        assertThat(Examples.compare(report.directory(), source.uri(), folder.resolve("details.txt"))
                        .tables())
                .filteredOn(table -> !table.name().equals(TableData.LARGE_OBJECTS_NAME))
                .hasSameSizeAs(report.tables());
    }

    @Test
    void prunes() {
        assertThat(Examples.guarded(source.uri(), folder).rows()).isEqualTo(report.rows());

        assertThat(Examples.prune(folder).backups()).singleElement().matches(decision -> decision.kept());
    }

    @Test
    void takesConnectionsOfADataSource() {
        assertThat(Examples.fromDataSource(source.dataSource(), folder).rows()).isEqualTo(report.rows());
    }

    @Test
    void restoresIntoANewDatabase() {
        String name = source.name() + "_new";
        try {
            assertThat(Examples.intoNewDatabase(Backup.open(report.directory()), source.uri(), name)
                            .rows())
                    .isEqualTo(report.rows());
        } finally {
            TestServer.newest().administer("DROP DATABASE IF EXISTS " + name);
        }
    }

    @Test
    void restoresWithSeveralJobs() {
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            assertThat(Examples.withSeveralJobs(Backup.open(report.directory()), target.uri())
                            .rows())
                    .isEqualTo(report.rows());
        }
    }

    @Test
    void restoresIntoALiveDatabase() {
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            assertThat(Examples.withSeveralJobs(Backup.open(report.directory()), target.uri())
                            .rows())
                    .isEqualTo(report.rows());
            target.execute("DELETE FROM complex_interactions");

            RestoreReport restored = Examples.intoLiveDatabase(Backup.open(report.directory()), target.uri());

            assertThat(restored.tables())
                    .filteredOn(table -> table.inserted() > 0)
                    .extracting(table -> table.name().toString())
                    .containsExactly("public.complex_interactions");
            assertThat(restored.tables())
                    .filteredOn(table -> table.updated() > 0)
                    .extracting(table -> table.name().toString())
                    .containsExactly("public.interactions");
        }
    }

    @Test
    void restoresFromOneFile() throws IOException {
        Path file = Files.copy(report.directory().resolve("complete_backup.json"), folder.resolve("moved.json"));
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            assertThat(Examples.fromOneFile(file, target.uri()).rows()).isEqualTo(report.rows());
        }
    }

    @Test
    void restoresChosenTables() {
        try (TestDatabase database = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE proteins AS SELECT 1 AS id",
                    "CREATE TABLE others AS SELECT 1 AS id",
                    "CREATE VIEW names AS SELECT id FROM proteins",
                    "CREATE SCHEMA legacy",
                    "CREATE TABLE legacy.old AS SELECT 1 AS id");
            BackupReport made = Examples.fromDataSource(database.dataSource(), folder);

            assertThat(Examples.chosenTables(Backup.open(made.directory()), target.uri())
                            .tables())
                    .extracting(table -> table.name().toString())
                    .containsExactlyInAnyOrder("public.proteins", "legacy.old");
            assertThat(target.query("SELECT concat(to_regclass('names'), ' ', to_regclass('others'))"))
                    .isEqualTo("names ");
        }
    }

    @Test
    void restoresEditedFiles() throws IOException {
        String document = Files.readString(report.directory().resolve("complete_backup.json"));
        String name = source.query(
                "SELECT name FROM proteins WHERE name ~ '^[A-Za-z0-9 ]+$' ORDER BY length(name) DESC, id LIMIT 1");
        Path edited = Files.writeString(
                folder.resolve("edited.json"), document.replace("\"" + name + "\"", "\"edited by hand\""));
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            assertThat(Examples.editedDocument(edited, target.uri()).rows()).isEqualTo(report.rows());
            assertThat(target.query("SELECT count(*) FROM proteins WHERE name = 'edited by hand'"))
                    .isNotEqualTo("0");

            RestoreReport restored =
                    Examples.looseFile(report.directory().resolve("csv_exports/proteins.csv"), target.uri());

            assertThat(restored.tables().get(0).updated()).isEqualTo(1424);
            assertThat(target.query("SELECT count(*) FROM proteins WHERE name = 'edited by hand'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void restoresSchemaThenRows() throws SQLException {
        try (TestDatabase target = TestServer.newest().createDatabase();
                Connection before = source.connect();
                Connection after = target.connect()) {
            Examples.schemaThenRows(Backup.open(report.directory()), target.uri());

            assertThat(target.query("SELECT count(*) FROM proteins")).isEqualTo("1424");
            assertThat(DatabaseFingerprint.of(before).differencesTo(DatabaseFingerprint.of(after)))
                    .isEmpty();
        }
    }

    @Test
    @EnabledIfClientTools({"pg_dump", "pg_restore"})
    void dumpsAndRestoresWithPgDump() throws IOException {
        TestServer judged = TestServer.ofTools();
        try (TestDatabase database = judged.createDatabase();
                TestDatabase target = judged.createDatabase()) {
            database.execute(
                    "CREATE TABLE proteins (id int PRIMARY KEY)",
                    "INSERT INTO proteins SELECT generate_series(1, 7)",
                    "CREATE TABLE others (id int)");
            ByteArrayOutputStream dump = new ByteArrayOutputStream();
            Examples.dumpIntoStream(database.uri(), dump);
            assertThat(dump.toString(StandardCharsets.ISO_8859_1)).startsWith("PGDMP");
            BackupReport three = Examples.threeFormats(database.uri(), folder);
            String name = database.name() + "_new";
            try {
                assertThat(Examples.withPgRestore(three.directory(), database.uri(), name)
                                .completeness())
                        .isEqualTo(Completeness.COMPLETE);
            } finally {
                judged.administer("DROP DATABASE IF EXISTS " + name);
            }
            RestorePlan one = RestorePlan.builder()
                    .from(Backup.open(three.directory()))
                    .strategy(Examples.oneTable())
                    .into(PostgresDatabase.of(target.uri()))
                    .build();
            assertThat(one.run().skips()).extracting(Skip::object).contains("table public.others");
            assertThat(target.query("SELECT count(*) FROM proteins")).isEqualTo("7");
            assertThat(target.query("SELECT to_regclass('others')")).isNull();
        }
    }

    @Test
    void archivesCopiesAndStreams() throws IOException {
        assertThat(Backup.open(Examples.withArchive(source.uri(), folder)
                                .archive()
                                .orElseThrow())
                        .tables())
                .isEqualTo(report.tables());
        Path archive = Path.of("neon.tar.gz");
        Files.deleteIfExists(archive);
        try {
            assertThat(Examples.archiveAndOpen(report.directory()).tables()).isEqualTo(report.tables());
        } finally {
            Files.deleteIfExists(archive);
        }
        // These samples have no zstd-jni.
        assertThatThrownBy(() -> Backup.open(report.directory()).archiveTo(folder.resolve("a.tar.zst")))
                .isInstanceOf(PlanException.class)
                .hasMessage("Zstandard needs a library that is not there\n"
                        + "Hint: add the dependency com.github.luben:zstd-jni, or use gzip");
        assertThat(folder.resolve("a.tar.zst.partial")).doesNotExist();
        assertThat(Examples.copy(report.directory(), folder.resolve("elsewhere"))
                        .tables())
                .isEqualTo(report.tables());
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        Examples.send(report.directory(), sent);
        assertThat(Examples.receive(new ByteArrayInputStream(sent.toByteArray()), folder.resolve("received"))
                        .tables())
                .isEqualTo(report.tables());
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        assertThat(Examples.stream(source.uri(), streamed).rows()).isEqualTo(report.rows());
        assertThat(Examples.receive(new ByteArrayInputStream(streamed.toByteArray()), folder.resolve("streamed"))
                        .tables())
                .isEqualTo(report.tables());
        assertThat(Examples.streamOneFile(source.uri(), OutputStream.nullOutputStream())
                        .rows())
                .isEqualTo(report.rows());
    }

    @Test
    void listsBackups() {
        Examples.watched(source.uri(), folder);

        assertThat(Examples.list(folder)).hasSize(1);
    }

    @Test
    void givesTheHintOfAFailure() {
        RestorePlan intoItself = RestorePlan.builder()
                .from(Backup.open(report.directory()))
                .strategy(JsonRestoreStrategy.create())
                .into(PostgresDatabase.of(source.uri()))
                .build();

        assertThat(Examples.failure(intoItself))
                .isEqualTo("choose another database: restore into an empty database, or into a new one with"
                        + " intoNewDatabase(server, name)");
    }
}

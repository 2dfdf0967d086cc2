package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ComparisonPlan;
import dev.coffer.backup.ComparisonReport;
import dev.coffer.backup.ComparisonReport.Presence;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.StorageException;
import dev.coffer.backup.TableName;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompareTest {
    @TempDir
    Path folder;

    private final TestDatabase database = TestServer.newest().createDatabase();
    private Backup before;

    @BeforeEach
    void takeBackup() {
        database.execute(
                "CREATE TABLE protein (id int PRIMARY KEY, name text, mass numeric)",
                "INSERT INTO protein SELECT g, 'p' || g, g FROM generate_series(1, 1200) g",
                "CREATE TABLE remark (line text)",
                "INSERT INTO remark VALUES ('a'), ('a'), ('b')",
                "CREATE TABLE gone (id int)",
                "INSERT INTO gone VALUES (1)",
                "CREATE VIEW heavy AS SELECT id FROM protein WHERE mass > 10");
        before = backup(Format.JSON);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void equalStatesAreSame() {
        ComparisonReport report =
                against(PostgresDatabase.of(database.uri())).build().run();

        assertThat(report.isSame()).isTrue();
        assertThat(report).hasToString("identical: 3 tables");
    }

    @Test
    void sequencesAndLargeObjectsAreComparedToo() {
        database.execute(
                "CREATE SEQUENCE used",
                "CREATE SEQUENCE fresh",
                "SELECT nextval('used')",
                "SELECT lo_from_bytea(4711, 'abc')");
        before = backup(Format.JSON);
        database.execute("SELECT setval('used', 7)", "SELECT nextval('fresh')", "SELECT lo_put(4711, 1, 'X')");

        ComparisonReport report =
                against(PostgresDatabase.of(database.uri())).build().run();

        assertThat(report.isSame()).isFalse();
        assertThat(report)
                .hasToString("table: pg_catalog.large_objects, 1 → 1 rows: 0 added, 0 removed, 1 changed\n"
                        + "sequence: public.fresh, 1 (not used yet) → 1\n"
                        + "sequence: public.used, 1 → 7\n");
        assertThat(report.sequences())
                .containsExactly(
                        new ComparisonReport.Sequence(new TableName("public", "fresh"), "1 (not used yet)", "1"),
                        new ComparisonReport.Sequence(new TableName("public", "used"), "1", "7"));
    }

    /** Enough rows that they do not lie in one file while they are compared. */
    @ParameterizedTest
    @EnumSource
    void countsRowsThatDiffer(Format later) {
        database.execute("INSERT INTO protein SELECT g, 'p' || g, g FROM generate_series(1201, 120000) g");
        before = backup(Format.JSON);
        change();

        ComparisonReport report = ComparisonPlan.builder()
                .before(before)
                .after(backup(later))
                .strategy(Format.JSON.strategy(), Format.CSV.strategy())
                .build()
                .run();

        assertThat(report.tables())
                .containsExactly(
                        new ComparisonReport.Table(
                                new TableName("public", "gone"), Presence.DROPPED, 1, 0, 0, 1, 0, false),
                        new ComparisonReport.Table(
                                new TableName("public", "new"), Presence.ADDED, 0, 2, 2, 0, 0, false),
                        new ComparisonReport.Table(
                                new TableName("public", "protein"), Presence.BOTH, 120_000, 119_991, 1, 10, 2, true),
                        new ComparisonReport.Table(
                                new TableName("public", "remark"), Presence.BOTH, 3, 3, 1, 1, 0, false));
        assertThat(report.schema())
                .extracting(ComparisonReport.Entry::id, ComparisonReport.Entry::presence)
                .contains(
                        tuple("table public.gone", Presence.DROPPED),
                        tuple("table public.new", Presence.ADDED),
                        tuple("view public.heavy", Presence.BOTH));
        assertThat(report.toString())
                .startsWith("table: dropped public.gone, 1 → 0 rows\n"
                        + "table: added public.new, 0 → 2 rows\n"
                        + "table: public.protein, 120000 → 119991 rows: 1 added, 10 removed, 2 changed\n"
                        + "table: public.remark, 3 → 3 rows: 1 added, 1 removed (no primary key)\n");
    }

    @Test
    void showsWhatChangedInTheSchema() {
        change();
        // As the server prints it.
        String mass = database.server().major() >= 16 ? "mass" : "protein.mass";

        ComparisonReport report =
                against(PostgresDatabase.of(database.uri())).build().run();

        assertThat(report.schema())
                .filteredOn(entry -> entry.id().equals("view public.heavy"))
                .singleElement()
                .extracting(ComparisonReport.Entry::difference)
                .asString()
                .isEqualTo("-   WHERE (" + mass + " > (10)::numeric)\n+   WHERE (" + mass + " > (99)::numeric)\n");
    }

    @Test
    void writesReadableDetails() throws IOException {
        change();
        Path file = folder.resolve("details.txt");

        ComparisonReport report = against(PostgresDatabase.of(database.uri()))
                .details(file, ComparisonPlan.Details.TEXT)
                .detailsLimit(100)
                .build()
                .run();

        assertThat(report.isSame()).isFalse();
        assertThat(Files.readAllLines(file))
                .startsWith("public.protein: 1 added, 10 removed, 2 changed", "  - id=\"1\", name=\"p1\", mass=\"1\"")
                .contains(
                        "  ~ id=\"20\": name: \"p20\" → NULL",
                        "  ~ id=\"21\": name: \"p21\" → \"a\\\"b\\n\"",
                        "  + id=\"200000\", name=\"new\", mass=NULL")
                .endsWith("public.remark: 1 added, 1 removed, 0 changed", "  - line=\"a\"", "  + line=\"c\"");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> against(PostgresDatabase.of(database.uri()))
                        .details(file, ComparisonPlan.Details.TEXT)
                        .build()
                        .run())
                .isInstanceOf(StorageException.class)
                .hasMessage("the file exists (file " + file
                        + ")\nHint: give the name of a file that does not exist, or remove this one");
    }

    @Test
    void writesDetailsAsCsvAndJson() throws IOException {
        change();
        Path csv = folder.resolve("details.csv");
        Path json = folder.resolve("details.json");

        assertThat(against(PostgresDatabase.of(database.uri()))
                        .details(csv, ComparisonPlan.Details.CSV)
                        .build()
                        .run()
                        .isSame())
                .isFalse();
        assertThat(against(PostgresDatabase.of(database.uri()))
                        .details(json, ComparisonPlan.Details.JSON_LINES)
                        .build()
                        .run()
                        .isSame())
                .isFalse();

        assertThat(Files.readString(csv))
                .startsWith("table,change,key,column,before,after\n")
                .contains("\"public.protein\",changed,\"id=\"\"20\"\"\",\"name\",\"p20\",\n")
                .contains("\"public.protein\",added,\"id=\"\"200000\"\"\",\"mass\",,\n");
        assertThat(Files.readAllLines(json))
                .hasSize(15)
                .contains(
                        "{\"table\":\"public.protein\",\"change\":\"changed\",\"key\":{\"id\":\"20\"},"
                                + "\"before\":{\"name\":\"p20\"},\"after\":{\"name\":null}}",
                        "{\"table\":\"public.remark\",\"change\":\"added\",\"after\":{\"line\":\"c\"}}");
    }

    /** Neither their number nor their size is a matter of memory. */
    @Test
    void saysHowManyDetailsAreLeftOut() throws IOException {
        database.execute(
                "CREATE TABLE wide AS SELECT n AS id, repeat('x', 1000000) AS text FROM generate_series(1, 18) n",
                "ALTER TABLE wide ADD PRIMARY KEY (id)",
                "INSERT INTO remark SELECT 'a' FROM generate_series(1, 1000)");
        before = backup(Format.JSON);
        database.execute("DELETE FROM protein", "DELETE FROM remark WHERE line = 'a'", "UPDATE wide SET text = 'y'");
        Path file = folder.resolve("details.txt");

        assertThat(against(PostgresDatabase.of(database.uri()))
                        .details(file, ComparisonPlan.Details.TEXT)
                        .detailsLimit(20)
                        .build()
                        .run()
                        .isSame())
                .isFalse();

        List<String> lines = Files.readAllLines(file);
        assertThat(lines)
                .hasSize(22 + 22 + 18)
                .startsWith("public.protein: 0 added, 1200 removed, 0 changed")
                .contains("  … and 1180 more", "  … and 982 more", "public.wide: 0 added, 0 removed, 18 changed")
                .endsWith("  … and 2 more");
        assertThat(lines).filteredOn("  - line=\"a\""::equals).hasSize(20);
        assertThat(lines).filteredOn(line -> line.startsWith("  ~ id=")).hasSize(16);
        assertThat(linesOf(ComparisonPlan.Details.CSV)).contains("\"public.protein\",more,,,,\"1199\"");
        assertThat(linesOf(ComparisonPlan.Details.JSON_LINES))
                .contains("{\"table\":\"public.protein\",\"change\":\"more\",\"rows\":1199}");
    }

    private List<String> linesOf(ComparisonPlan.Details form) throws IOException {
        Path file = folder.resolve("one." + form);
        assertThat(against(PostgresDatabase.of(database.uri()))
                        .details(file, form)
                        .detailsLimit(1)
                        .build()
                        .run()
                        .isSame())
                .isFalse();
        return Files.readAllLines(file);
    }

    private void change() {
        database.execute(
                "DELETE FROM protein WHERE id <= 10",
                "UPDATE protein SET name = NULL WHERE id = 20",
                "UPDATE protein SET name = E'a\"b\\n' WHERE id = 21",
                "INSERT INTO protein VALUES (200000, 'new', NULL)",
                "DELETE FROM remark WHERE ctid = '(0,1)'",
                "INSERT INTO remark VALUES ('c')",
                "DROP TABLE gone",
                "CREATE TABLE new (id int)",
                "INSERT INTO new VALUES (1), (2)",
                "CREATE OR REPLACE VIEW heavy AS SELECT id FROM protein WHERE mass > 99");
    }

    private ComparisonPlan.Builder against(PostgresDatabase after) {
        return ComparisonPlan.builder().before(before).after(after).strategy(Format.JSON.strategy());
    }

    private Backup backup(Format format) {
        return Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(format.exporter())
                .to(folder)
                .build()
                .run()
                .directory());
    }
}

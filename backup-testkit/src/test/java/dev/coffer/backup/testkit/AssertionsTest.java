package dev.coffer.backup.testkit;

import static dev.coffer.backup.testkit.BackupAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssertionsTest {
    private TestDatabase own;
    private PostgresDatabase database;

    @TempDir
    private Path folder;

    @BeforeEach
    void create() {
        own = Schema.create();
        database = PostgresDatabase.of(own.uri());
        own.execute(
                "INSERT INTO organisms VALUES (1, 'one'), (2, 'two')",
                "INSERT INTO proteins (accession, organism_id, mass, tags, extra, created_at) VALUES"
                        + " ('A', 1, 1.50, '{x,\"y z\"}', '{\"b\": 1, \"a\": [1, null]}', '2026-01-01 10:00+01'),"
                        + " ('B', 2, NULL, NULL, NULL, '2026-01-02 00:00+00')");
    }

    @AfterEach
    void drop() {
        own.close();
    }

    private Backup backUp(TableExporter format) {
        return Backup.open(BackupPlan.builder()
                .source(database)
                .export(format)
                .to(folder)
                .build()
                .run()
                .directory());
    }

    @Test
    void rowsAreEqualWhenPostgresReadsThemAsEqual() {
        assertThat(database).table("proteins").matchesJson("""
                [{"id": 2, "accession": "B", "mass": null},
                 {"id": 1, "mass": 1.5, "tags": ["x", "y z"], "extra": {"a": [1, null], "b": 1}, "label": "p:A",
                  "created_at": "2026-01-01T09:00:00Z"}]""");
        assertThat(own.dataSource())
                .table("public.organisms")
                .matchesJson("[{\"name\": \"two\"}, {\"name\": \"one\"}]");
        assertThat(database).table("interactions").isEmpty().hasRows(0);
        assertThat(database).table("proteins").hasRows(2);
    }

    @Test
    void comparesWithinTolerancesAndIgnoresColumns() {
        assertThat(database)
                .table("proteins")
                .ignoring("accession")
                .withTolerance("mass", 0.011)
                .withTolerance("created_at", Duration.ofMinutes(5))
                .matchesJson("""
                        [{"id": 1, "accession": "other", "mass": 1.49, "created_at": "2026-01-01 09:04"},
                         {"id": 2, "created_at": "2026-01-02"}]""");
        assertThatThrownBy(() -> assertThat(database)
                        .table("proteins")
                        .withTolerance("mass", 0.001)
                        .matchesJson("[{\"id\": 1, \"mass\": 1.49}, {\"id\": 2}]"))
                .hasMessageContaining("~ id=\"1\"   mass: expected \"1.49\" but was \"1.50\"");
    }

    @Test
    void showsWhichRowsDiffer() {
        assertThatThrownBy(() -> assertThat(database).table("organisms").matchesJson("""
                [{"id": 1, "name": "eins"}, {"id": 3, "name": null}]"""))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                Expecting the rows of public.organisms to be those of what was expected, but 1 different (~), 1 missing (-), 1 unexpected (+)
                ~ id="1"   name: expected "eins" but was "one"
                - id="3", name=NULL
                + id="2", name="two\"""");
        assertThatThrownBy(() -> assertThat(database).table("organisms").matchesJson("[{\"name\": \"two\"}]"))
                .hasMessageEndingWith("0 different (~), 0 missing (-), 1 unexpected (+)\n+ id=\"1\", name=\"one\"");
        assertThatThrownBy(() -> assertThat(database).table("organisms").hasRows(3))
                .hasMessage("Expecting public.organisms to hold 3 rows, but it holds 2");
    }

    @Test
    void comparesWithFiles() throws Exception {
        Path csv = Files.writeString(folder.resolve("o.csv"), "id,name\n1,one\n2,two\n");
        Path json = Files.writeString(
                folder.resolve("o.json"), "{\"organisms\": [{\"id\": 1}, {\"id\": 2}], \"proteins\": []}");

        assertThat(database).table("organisms").matches(csv.toString()).matches(json.toString());
        assertThatThrownBy(() -> assertThat(database).table("organisms").matches("none.json"))
                .hasMessageStartingWith("there is no fixture none.json");
        Files.writeString(json, "[{\"id\": 1,\n  \"nam\": \"one\"}]");
        assertThatThrownBy(() -> assertThat(database).table("organisms").matches(json.toString()))
                .hasMessageContaining("column nam")
                .hasMessageContaining("line 2");
    }

    @Test
    void backupsAreComparedAcrossFormats() {
        Backup json = backUp(JsonTableExporter.create());
        Backup csv = backUp(CsvTableExporter.create());
        assertThat(json).hasSameRowsAs(csv).hasSameRowsAs(database);

        own.execute("UPDATE organisms SET name = 'zwei' WHERE id = 2", "DROP TABLE interactions");

        assertThatThrownBy(() -> assertThat(json).hasSameRowsAs(backUp(CsvTableExporter.create())))
                .hasMessageContaining("public.interactions is only in ")
                .hasMessageContaining("public.organisms: 1 different (~), 0 missing (-), 0 unexpected (+)\n"
                        + "~ id=\"2\"   name: expected \"zwei\" but was \"two\"");
        assertThatThrownBy(() -> assertThat(json).hasSameRowsAs(database))
                .hasMessageContaining("public.interactions is not in the database")
                .hasMessageContaining("~ id=\"2\"   name: expected \"zwei\" but was \"two\"");
    }

    @Test
    void aBackupIsRestorableWhenItWasRestored() throws Exception {
        Backup backup = backUp(JsonTableExporter.create());
        assertThat(backup).on(database).isRestorable();
        assertThatThrownBy(() -> assertThat(backup).isRestorable())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "say on which server: assertThat(backup).on(database).isRestorable() restores it there and drops it again");

        Path file = backup.directory().resolve("complete_backup.json");
        Files.writeString(file, Files.readString(file).replace("\"one\"", "\"uno\""));

        assertThatThrownBy(() ->
                        assertThat(Backup.open(backup.directory())).on(database).isRestorable())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("to be restorable, but:");
        assertThat(own.query("SELECT count(*) FROM pg_database WHERE datname LIKE 'coffer_drill%'"))
                .isEqualTo("0");
    }
}

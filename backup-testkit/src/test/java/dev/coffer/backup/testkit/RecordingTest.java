package dev.coffer.backup.testkit;

import static dev.coffer.backup.testkit.BackupAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Condition;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.fixture.Recording;
import dev.coffer.backup.testkit.internal.fixture.Fixtures;
import dev.coffer.testsupport.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    private TestDatabase own;
    private PostgresDatabase database;

    @TempDir
    private Path folder;

    @BeforeEach
    void create() {
        own = Schema.create();
        database = PostgresDatabase.of(own.uri());
        own.execute(
                "INSERT INTO organisms VALUES (3, 'three'), (1, 'one'), (2, 'two')",
                "INSERT INTO proteins (accession, organism_id, mass, tags, extra) VALUES"
                        + " ('A', 1, 1.50, '{x,\"y \\\"z\"}', '{\"b\": 1}'), ('B', 2, NULL, NULL, '\"text\"'),"
                        + " ('C', 3, 7, NULL, NULL)",
                "UPDATE proteins SET status = 'a status that is so long that its row does not fit on one line any more,"
                        + " whatever else is in it' WHERE accession = 'B'",
                "INSERT INTO interactions VALUES (2, 1, 'NaN'), (1, 3, 0.5)");
    }

    @AfterEach
    void drop() {
        own.close();
    }

    @Test
    void followsForeignKeysAndWritesForTheEye() throws IOException {
        Path file = folder.resolve("fixtures/f.json");

        Recording.Recorded recorded = Recording.of(database)
                .rows("interactions", Condition.unsafeSql("score = 'NaN'"))
                .writeTo(file);

        assertThat(Files.readString(file)).isEqualTo("""
                {
                  "organisms": [
                    {"id": 1, "name": "one"},
                    {"id": 2, "name": "two"}
                  ],
                  "proteins": [
                    {
                      "id": 1,
                      "accession": "A",
                      "organism_id": 1,
                      "mass": 1.50,
                      "status": "new",
                      "tags": "{x,\\"y \\\\\\"z\\"}",
                      "extra": {"b": 1}
                    },
                    {
                      "id": 2,
                      "accession": "B",
                      "organism_id": 2,
                      "status": "a status that is so long that its row does not fit on one line any more, whatever else is in it",
                      "extra": "\\"text\\""
                    }
                  ],
                  "interactions": [
                    {"a": 2, "b": 1, "score": "NaN"}
                  ]
                }
                """);
        assertThat(recorded.leftOut()).containsExactly("public.proteins.created_at");
        assertThat(recorded.rows()).hasToString("{public.organisms=2, public.proteins=2, public.interactions=1}");
    }

    @Test
    void isTheSameAtEveryRunAndLoadsAgain() throws IOException {
        Path first = folder.resolve("first.json");
        Path second = folder.resolve("second.json");
        Recording.of(database).table("interactions").table("proteins").writeTo(first);
        own.execute("UPDATE proteins SET created_at = '2001-01-01'", "VACUUM FULL");

        Restoration.restore(database, Fixtures.read(first, "first.json"), Mode.LOAD, Sequences.AS_SAVED);
        Recording.of(database).table("proteins").table("interactions").writeTo(second);

        assertThat(Files.readString(second)).isEqualTo(Files.readString(first));
        assertThat(own.query("SELECT count(*) FROM proteins WHERE created_at > '2026-01-01'"))
                .isEqualTo("3");
    }

    @Test
    void keepsAndLeavesOutColumnsOnRequest() throws IOException {
        Path file = folder.resolve("f.json");
        own.execute("UPDATE proteins SET created_at = '2026-01-02 03:04:05+00'");

        Recording.of(database)
                .rows("proteins", Condition.equalTo("accession", "C"))
                .withChangingColumns()
                .without("status", "mass")
                .writeTo(file);

        assertThat(Files.readString(file)).contains("""
                {"id": 3, "accession": "C", "organism_id": 3, "created_at": "2026-01-02 03:04:05+00"}""");
    }

    @Test
    void chosenTablesWithoutRowsAreEmptied() throws IOException {
        Path file = folder.resolve("f.json");
        own.execute("DELETE FROM interactions");

        Recording.of(database).table("interactions").writeTo(file);

        assertThat(Files.readString(file)).isEqualTo("{\n  \"interactions\": []\n}\n");
    }

    @Test
    void recordsPartitionsAndTablesThatReferToThemselves() throws IOException {
        own.execute(
                "CREATE TABLE p (id int PRIMARY KEY, parent int REFERENCES p)",
                "INSERT INTO p VALUES (1, NULL), (2, 1), (3, 2), (4, NULL)",
                "CREATE TABLE m (day date PRIMARY KEY, p int REFERENCES p) PARTITION BY RANGE (day)",
                "CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                "INSERT INTO m VALUES ('2026-01-05', 3)");
        Path file = folder.resolve("f.json");

        Recording.of(database).table("m").writeTo(file);

        assertThat(Files.readString(file)).isEqualTo("""
                {
                  "p": [
                    {"id": 1},
                    {"id": 2, "parent": 1},
                    {"id": 3, "parent": 2}
                  ],
                  "m": [
                    {"day": "2026-01-05", "p": 3}
                  ]
                }
                """);
    }

    @Test
    void refusesUnknownTablesAndBadConditions() {
        assertThatThrownBy(() -> Recording.of(database).table("protein").writeTo(folder.resolve("f.json")))
                .hasMessage("""
                        the database has no table protein
                        Hint: it has: public.interactions, public.organisms, public.proteins""");
        assertThatThrownBy(() -> Recording.of(database)
                        .rows("proteins", Condition.unsafeSql("weight > 1"))
                        .writeTo(folder.resolve("f.json")))
                .hasMessage("""
                        reading the rows was refused (SQLSTATE 42703)
                        Hint: a condition must be one SQL expression over the table's columns; other names need their schema""");
        assertThat(folder).isEmptyDirectory();
        assertThat(database).table("proteins").hasRows(3);
    }
}

package dev.coffer.backup.testkit;

import static dev.coffer.backup.testkit.BackupAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call restores, without the extension. */
class BackupFixtureTest {
    private static final String SEQUENCE = "SELECT last_value || ' ' || is_called FROM proteins_id_seq";

    private TestDatabase own;
    private PostgresDatabase database;

    @TempDir
    private Path folder;

    @BeforeEach
    void create() {
        own = Schema.create();
        database = PostgresDatabase.of(own.uri());
    }

    @AfterEach
    void drop() {
        own.close();
    }

    @Test
    void restoresFromTheClassPathAgainAndAgain() {
        BackupFixture fixture = BackupFixture.of("fixtures/proteins.json");
        for (int i = 0; i < 2; i++) {
            fixture.restoreInto(database);
            assertThat(database).table("proteins").hasRows(2);
            assertThat(own.query(SEQUENCE)).isEqualTo("2 true");
            own.execute("DELETE FROM interactions", "SELECT setval('proteins_id_seq', 70)");
        }
        fixture.restoreInto(own.dataSource());
        assertThat(database).table("interactions").hasRows(1);
    }

    @Test
    void restoresFromAPathAndPutsSequencesWhereItIsTold() throws Exception {
        Path file = Files.writeString(
                folder.resolve("f.json"),
                "{\"organisms\": [{\"id\": 1, \"name\": \"one\"}], \"proteins\": [], \"$sequences\": {\"proteins_id_seq\": 9}}");
        BackupFixture fixture = BackupFixture.of(file);

        fixture.restoreInto(database, Mode.LOAD, Sequences.AS_SAVED);
        assertThat(own.query(SEQUENCE)).isEqualTo("9 false");

        fixture.restoreInto(database, Mode.LOAD, Sequences.PAST_LARGEST_KEY);
        assertThat(own.query(SEQUENCE)).isEqualTo("1 false");
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> BackupFixture.of("fixtures/none.json"))
                .hasMessageStartingWith("there is no fixture fixtures/none.json");
        BackupFixture fixture = BackupFixture.of("fixtures/proteins.json");
        assertThatThrownBy(() -> fixture.restoreInto(database, Mode.CLONE, Sequences.AS_SAVED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mode must not be CLONE: use DatabaseTemplate");
        assertThatThrownBy(() -> fixture.restoreInto(database, Mode.CREATE, Sequences.AS_SAVED))
                .hasMessage("""
                        the fixture has rows and no schema to create (file fixtures/proteins.json)
                        Hint: give a backup, or create the schema first and load with mode = Mode.LOAD""");
        assertThat(database).table("proteins").isEmpty();
    }

    @Test
    void sweepsUpWhatManyLoadsHaveDeleted() {
        BackupFixture fixture = BackupFixture.of("fixtures/proteins.json");
        String swept = "SELECT count(*) FROM pg_class WHERE relname IN ('organisms', 'proteins', 'interactions')"
                + " AND reltuples >= 0";
        for (int i = 1; i < 20; i++) {
            fixture.restoreInto(database);
        }
        assertThat(own.query(swept)).isEqualTo("0");

        fixture.restoreInto(database);

        assertThat(own.query(swept)).isEqualTo("3");
        assertThat(database).table("proteins").hasRows(2);
    }

    @Test
    void aTemplateGivesDatabasesThatKnowNothingOfEachOther() throws Exception {
        List<String> made = new ArrayList<>();
        try (DatabaseTemplate template = DatabaseTemplate.make(database, BackupFixture.of("fixtures/proteins.json"));
                DatabaseTemplate.Clone a = template.newClone();
                DatabaseTemplate.Clone b = template.newClone()) {
            for (DatabaseTemplate.Clone clone : List.of(a, b)) {
                try (Connection connection = clone.database().connect()) {
                    made.add(connection.getCatalog());
                }
            }
            BackupFixture.of("fixtures/empty.json").restoreInto(a.database());
            assertThat(a.database()).table("organisms").isEmpty();
            assertThat(b.database()).table("organisms").hasRows(1);
            assertThat(database).table("organisms").isEmpty();
        }
        assertThat(made).doesNotHaveDuplicates().hasSize(2).allMatch(name -> name.startsWith("coffer_"));
        assertThat(own.query("SELECT count(*) FROM pg_database WHERE datname IN ('" + String.join("', '", made) + "')"))
                .isEqualTo("0");
    }
}

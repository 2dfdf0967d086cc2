package dev.coffer.examples.testkit;

import static dev.coffer.backup.testkit.BackupAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Condition;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.fixture.Recording;
import dev.coffer.backup.testkit.DatabaseState;
import dev.coffer.backup.testkit.Mode;
import dev.coffer.backup.testkit.RestoreBackup;
import dev.coffer.backup.testkit.RestoreTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What docs/how-to/test-with-junit.md shows. */
class PlainJUnitTest {
    private static final String TEST_DATABASE_URL = Databases.migrated().uri();

    // tag::junit-fixture[]
    @Nested
    @RestoreBackup("fixtures/proteins.json")
    class ProteinsTest {
        @RestoreTarget
        private static final PostgresDatabase DATABASE = PostgresDatabase.of(TEST_DATABASE_URL);

        @Test
        void countsProteins(Connection connection) throws SQLException {
            assertThat(new Proteins(connection).count()).isEqualTo(2);
        }

        @Test
        void weighsAProtein(Connection connection) throws SQLException {
            new Proteins(connection).weigh("P38398", 207_721);

            assertThat(DATABASE)
                    .table("proteins")
                    .ignoring("created_at")
                    .withTolerance("mass", 0.5)
                    .matches("expected/after-weighing.json");
        }
    }
    // end::junit-fixture[]

    // tag::junit-clone[]
    @Nested
    @RestoreBackup(value = "fixtures/proteins.json", mode = Mode.CLONE)
    class DestructiveTest {
        @RestoreTarget
        private static final PostgresDatabase SERVER = PostgresDatabase.of(TEST_DATABASE_URL);

        @Test
        void mayDoAnything(PostgresDatabase ofThisTest, Connection connection) throws SQLException {
            connection.createStatement().execute("DROP TABLE proteins");
        }
    }
    // end::junit-clone[]

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Snapshot {
        private final PostgresDatabase database =
                PostgresDatabase.of(Databases.migrated().uri());

        // tag::junit-state[]
        private DatabaseState state;

        @BeforeAll
        void take() {
            state = DatabaseState.take(database);
        }

        @AfterEach
        void reset() {
            state.reset();
        }

        @AfterAll
        void close() {
            state.close();
        }
        // end::junit-state[]

        @Test
        void changesSomething() throws SQLException {
            try (Connection connection = database.connect()) {
                connection.createStatement().execute("INSERT INTO organisms VALUES (1, 'one')");
            }
            assertThat(database).table("organisms").hasRows(1);
        }

        @Test
        void changesTheSame() throws SQLException {
            changesSomething();
        }
    }

    @Test
    void records(@TempDir Path folder) throws Exception {
        PostgresDatabase database = PostgresDatabase.of(Databases.migrated().uri());
        try (Connection connection = database.connect()) {
            connection.createStatement().execute("INSERT INTO organisms VALUES (9606, 'Homo sapiens'), (1, 'other')");
            connection
                    .createStatement()
                    .execute("INSERT INTO proteins (accession, organism_id) VALUES ('P04637', 9606), ('X', 1)");
        }
        Path file = folder.resolve("p53.json");
        // tag::junit-record[]
        Recording.of(database)
                .rows("proteins", Condition.equalTo("accession", "P04637"))
                .writeTo(file); // and the organism that it refers to
        // end::junit-record[]
        assertThat(Files.readString(file)).contains("Homo sapiens").doesNotContain("other", "created_at");
    }
}

package dev.coffer.backup.testkit;

import static dev.coffer.backup.testkit.BackupAssertions.assertThat;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.testsupport.EnabledIfContainers;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A container is found without a mark, started where it was not, and filled. */
@EnabledIfContainers
class ContainerTargetTest {
    static PostgreSQLContainer container =
            new PostgreSQLContainer("postgres:17").withCommand("postgres", "-c", "fsync=off");

    @BeforeAll
    static void makeABackup() throws Exception {
        try (TestDatabase source = Schema.create()) {
            source.execute("INSERT INTO organisms VALUES (1, 'one')");
            Path made = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(JsonTableExporter.create())
                    .to(Path.of("target", "container-test"))
                    .build()
                    .run()
                    .directory();
            Files.move(
                    made.resolve("complete_backup.json"),
                    Path.of("target", "container-test.json"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @AfterAll
    static void stop() {
        container.stop();
    }

    @Nested
    @RestoreBackup("target/container-test.json")
    class Filled {
        @Test
        void createsAndLoads(Connection connection, PostgresDatabase database) throws SQLException {
            change(connection, database);
        }

        @Test
        void loadsAgain(Connection connection, PostgresDatabase database) throws SQLException {
            change(connection, database);
        }

        private void change(Connection connection, PostgresDatabase database) throws SQLException {
            assertThat(database).table("organisms").matchesJson("[{\"id\": 1, \"name\": \"one\"}]");
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO organisms VALUES (2, 'two')");
            }
            try (DatabaseState state = DatabaseState.take(database)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("DELETE FROM organisms");
                }
                state.reset();
            }
            assertThat(database).table("organisms").hasRows(2);
        }
    }

    @Nested
    @RestoreBackup(value = "target/container-test.json", mode = Mode.CLONE)
    class Cloned {
        @Test
        void clonesATemplate(PostgresDatabase database) {
            assertThat(database).table("organisms").hasRows(1);
        }
    }
}

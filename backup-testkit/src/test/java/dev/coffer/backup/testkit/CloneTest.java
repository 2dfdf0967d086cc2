package dev.coffer.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.testsupport.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests that run side by side, each in a clone of its own. */
class CloneTest {
    private static final TestDatabase OWN = Schema.create();
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    /** Gives the server with the schema that migrations made. */
    static final class Migrated implements TargetResolver {
        @Override
        public PostgresDatabase resolve(ExtensionContext context) {
            return PostgresDatabase.of(OWN.uri());
        }
    }

    @AfterAll
    static void dropsWhatItMade() {
        assertThat(SEEN).hasSize(6);
        assertThat(OWN.query("SELECT count(*) FROM proteins")).isEqualTo("0");
        for (String name : SEEN) {
            assertThat(OWN.query("SELECT count(*) FROM pg_database WHERE datname = '" + name + "'"))
                    .isEqualTo("0");
        }
        OWN.close();
    }

    private static void use(Connection connection) throws SQLException {
        SEEN.add(connection.getCatalog());
        try (Statement statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("SELECT count(*) FROM interactions")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(1);
            }
            statement.execute("TRUNCATE interactions");
            statement.execute("ALTER TABLE organisms ADD of_this_test int");
        }
    }

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    @RestoreBackup(value = "fixtures/proteins.json", mode = Mode.CLONE, target = Migrated.class)
    class ForEachTest {
        private final PostgresDatabase ofTheConstructor;

        ForEachTest(PostgresDatabase database) {
            this.ofTheConstructor = database;
        }

        @RepeatedTest(5)
        @Execution(ExecutionMode.CONCURRENT)
        void isNew(Connection connection, PostgresDatabase database) throws SQLException {
            assertThat(database).hasToString(ofTheConstructor.toString());
            use(connection);
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @RestoreBackup(value = "fixtures/proteins.json", mode = Mode.CLONE, each = Each.CLASS, target = Migrated.class)
    class ForAClass {
        private int runs;

        @Test
        void isShared(Connection connection) throws SQLException {
            run(connection);
        }

        @Test
        void isSharedByAnother(Connection connection) throws SQLException {
            run(connection);
        }

        private void run(Connection connection) throws SQLException {
            if (runs++ == 0) {
                use(connection);
            } else {
                assertThat(SEEN).contains(connection.getCatalog());
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT of_this_test FROM organisms");
                }
            }
        }
    }
}

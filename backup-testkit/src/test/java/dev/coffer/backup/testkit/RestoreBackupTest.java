package dev.coffer.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.testsupport.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@RestoreBackup("fixtures/proteins.json")
class RestoreBackupTest {
    private static final TestDatabase OWN = Schema.create();

    @RestoreTarget
    private static final PostgresDatabase DATABASE = PostgresDatabase.of(OWN.uri());

    private int seenBefore;

    @AfterAll
    static void drop() {
        OWN.close();
    }

    @BeforeEach
    void look(Connection connection) throws SQLException {
        seenBefore = count(connection, "proteins");
    }

    private static int count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void loadsBeforeEachTest(DataSource dataSource) throws SQLException {
        assertThat(seenBefore).isEqualTo(2);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM interactions");
        }
    }

    @Test
    void loadsBeforeEachTestAgain(Connection connection) throws SQLException {
        assertThat(count(connection, "interactions")).isEqualTo(1);
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM interactions");
        }
    }

    @Test
    void appliesDefaultsAndReadsEveryForm(PostgresDatabase database) throws SQLException {
        assertThat(
                        OWN.query(
                                "SELECT status || ' ' || tags[2] || ' ' || (extra->>'len') || ' ' || label FROM proteins WHERE id = 1"))
                .isEqualTo("new a \"b\" 393 p:P04637");
        assertThat(OWN.query("SELECT nextval('proteins_id_seq')")).isEqualTo("3");
        assertThat(database).hasToString(DATABASE.toString());
    }

    @Nested
    class InsideAnother {
        @Test
        void loadsToo(Connection connection) throws SQLException {
            assertThat(count(connection, "organisms")).isEqualTo(1);
        }
    }

    @Nested
    @RestoreBackup("fixtures/empty.json")
    class WithItsOwn {
        @Test
        void replacesThatAround(Connection connection) throws SQLException {
            assertThat(count(connection, "organisms")).isZero();
        }

        @Test
        @RestoreBackup("fixtures/proteins.json")
        void isReplacedByThatOfTheMethod(Connection connection) throws SQLException {
            assertThat(count(connection, "organisms")).isEqualTo(1);
        }
    }
}

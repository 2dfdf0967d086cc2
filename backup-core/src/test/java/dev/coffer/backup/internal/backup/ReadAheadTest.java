package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.CancelledException;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.rows.ContentHash;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReadAheadTest {
    /** Short rows, empty ones, and some that are longer than what is handed over at once. */
    private static final String ROWS =
            "COPY (SELECT CASE WHEN g % 97 = 0 THEN repeat('x', 5000 * (g % 61)) ELSE g::text END"
                    + " FROM generate_series(1, 40000) g) TO STDOUT";

    private static TestDatabase database;
    private Session session;

    @BeforeAll
    static void createDatabase() {
        database = TestServer.newest().createDatabase();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @BeforeEach
    void connect() {
        session = ConnectionSource.ofUrl(database.uri()).open();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private interface Reading {
        long run(Session.LineSink into) throws SQLException, IOException;
    }

    private static List<String> told(Reading reading) throws SQLException, IOException {
        List<String> told = new ArrayList<>();
        ContentHash hash = new ContentHash();
        long count = reading.run((buffer, offset, length) -> {
            hash.add(buffer, offset, length);
            told.add(Integer.toString(length));
        });
        told.add(count + " " + hash);
        return told;
    }

    @Test
    void givesTheSameRowsInTheSameOrder() throws SQLException, IOException {
        assertThat(told(into -> ReadAhead.copy(session, ROWS, into)))
                .isEqualTo(told(into -> session.copyOut(ROWS, into)));
    }

    @Test
    void endsTheCopyWhenARowIsNotTaken() throws SQLException {
        IllegalStateException own = new IllegalStateException("enough");

        assertThat(assertThrows(
                        IllegalStateException.class,
                        () -> ReadAhead.copy(session, ROWS, (buffer, offset, length) -> {
                            throw own;
                        })))
                .isSameAs(own);

        assertThat(session.query("SELECT 1").get(0).get(0)).containsExactly("1");
    }

    @Test
    void hasTheServersOwnError() throws SQLException {
        SQLException refusal = assertThrows(
                SQLException.class,
                () -> ReadAhead.copy(
                        session,
                        "COPY (SELECT 1 / (30000 - g) FROM generate_series(1, 40000) g) TO STDOUT",
                        (buffer, offset, length) -> {}));

        assertThat(refusal.getSQLState()).isEqualTo("22012");
        assertThat(session.query("SELECT 1").get(0).get(0)).containsExactly("1");
    }

    @Test
    @DisplayName("F06 an interruption cancels the copy, and the connection can be used")
    void endsWhenInterrupted() throws SQLException {
        Thread reading = Thread.currentThread();

        assertThrows(
                CancelledException.class,
                () -> ReadAhead.copy(
                        session,
                        "COPY (SELECT CASE WHEN g = 20000 THEN pg_sleep(600)::text ELSE repeat('y', 100) END"
                                + " FROM generate_series(1, 40000) g) TO STDOUT",
                        (buffer, offset, length) -> reading.interrupt()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(session.query("SELECT 1").get(0).get(0)).containsExactly("1");
    }
}

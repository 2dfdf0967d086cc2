package dev.coffer.backup.internal.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final TestDatabase database = TestServer.newest().createDatabase();

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void sendsManyStatementsInOneMessageAndReturnsEachResult() throws SQLException {
        try (Session session = ConnectionSource.ofUrl(database.uri()).open()) {
            session.execute(Pins.BEGIN_BACKUP + "; " + Pins.forBackup(session.serverVersion(), Duration.ofSeconds(60)));

            List<List<String[]>> results = session.query(
                    "SELECT 1, NULL, 'x?y'; SET LOCAL TimeZone = 'UTC'; SELECT 'b' WHERE false; SELECT '{fn x}'");

            assertThat(results).hasSize(3);
            assertThat(results.get(0)).containsExactly(new String[] {"1", null, "x?y"});
            assertThat(results.get(1)).isEmpty();
            assertThat(results.get(2)).containsExactly(new String[] {"{fn x}"});
            session.execute("COMMIT");
        }
    }

    @Test
    void copiesInAndOut() throws SQLException, IOException {
        try (Session session = ConnectionSource.ofUrl(database.uri()).open()) {
            session.execute("CREATE TABLE t (a int, b text)");
            try (Session.CopyIn copy = session.copyIn("COPY t FROM STDIN")) {
                byte[] data = "1\tone\n2\t\\N\n".getBytes(UTF_8);
                copy.write(data, 0, 3);
                copy.write(data, 3, data.length - 3);
                assertThat(copy.finish()).isEqualTo(2);
            }
            List<String> lines = new ArrayList<>();

            long rows = session.copyOut(
                    "COPY t TO STDOUT",
                    (buffer, offset, length) -> lines.add(new String(buffer, offset, length, UTF_8)));

            assertThat(rows).isEqualTo(2);
            assertThat(lines).containsExactly("1\tone", "2\t\\N");
        }
    }
}

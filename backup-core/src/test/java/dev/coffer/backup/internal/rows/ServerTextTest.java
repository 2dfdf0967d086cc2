package dev.coffer.backup.internal.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** What we decode and encode, held against what a real server prints. */
class ServerTextTest {
    private static final int FIELDS = 3;

    @Test
    void agreesWithTheServerOnNastyValues() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (TestDatabase database = TestServer.newest().createDatabase();
                Connection connection = database.connect()) {
            database.execute("CREATE TABLE nasty (n int, a text, b text, c char(7))");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO nasty VALUES (?, ?, ?, ?)")) {
                for (int i = 0; i < 3000; i++) {
                    List<@Nullable String> row = Bytes.nastyRow(random, FIELDS - 1);
                    row.add(random.nextInt(4) == 0 ? null : "c" + random.nextInt(10));
                    rows.add(row);
                    insert.setInt(1, i);
                    for (int field = 0; field < FIELDS; field++) {
                        insert.setString(field + 2, row.get(field));
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            List<byte[]> lines = copy(connection, "COPY (SELECT a, b, c FROM nasty ORDER BY n) TO STDOUT");
            List<byte[]> records = copy(connection, "COPY (SELECT ROW(a, b, c)::text FROM nasty ORDER BY n) TO STDOUT");
            assertThat(lines).hasSameSizeAs(rows);
            CopyLine line = new CopyLine(FIELDS);
            CopyLine outer = new CopyLine(1);
            CompositeLine record = new CompositeLine(FIELDS);
            CopyTextBuffer buffer = new CopyTextBuffer();
            for (int i = 0; i < rows.size(); i++) {
                List<@Nullable String> expected = new ArrayList<>(rows.get(i));
                String padded = expected.get(2);
                expected.set(2, padded == null ? null : (padded + "       ").substring(0, 7));
                byte[] bytes = lines.get(i);
                line.decode(bytes, 0, bytes.length);
                assertThat(Bytes.texts(line)).as("seed %d, row %d", seed, i).isEqualTo(expected);
                buffer.clear();
                buffer.append(line);
                assertThat(new String(buffer.bytes(), 0, buffer.length() - 1, UTF_8))
                        .as("seed %d, row %d", seed, i)
                        .isEqualTo(new String(bytes, UTF_8));
                outer.decode(records.get(i), 0, records.get(i).length);
                record.decode(outer.buffer(), outer.offset(0), outer.length(0));
                assertThat(Bytes.texts(record)).as("seed %d, row %d", seed, i).isEqualTo(expected);
                buffer.append(record);
                assertThat(new String(
                                buffer.bytes(), buffer.lastLine(), buffer.length() - 1 - buffer.lastLine(), UTF_8))
                        .as("seed %d, row %d", seed, i)
                        .isEqualTo(new String(bytes, UTF_8));
            }
        }
    }

    private static List<byte[]> copy(Connection connection, String sql) throws SQLException, IOException {
        List<byte[]> lines = new ArrayList<>();
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
            byte[] trimmed = new byte[line.length - 1];
            System.arraycopy(line, 0, trimmed, 0, trimmed.length);
            lines.add(trimmed);
        }
        return lines;
    }
}

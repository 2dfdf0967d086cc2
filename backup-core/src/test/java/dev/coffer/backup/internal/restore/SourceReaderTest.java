package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.IntegrityException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of a backup, and sessions, as tools beside the library get them. */
class SourceReaderTest {
    private static TestDatabase database;

    @TempDir
    private Path folder;

    @BeforeAll
    static void create() {
        database = TestServer.newest().createDatabase();
        database.execute(
                "CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY, name text)",
                "INSERT INTO p (name) VALUES ('a'), (NULL)");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    private Backup backUp() {
        return Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(new LinesExporter())
                .to(folder)
                .build()
                .run()
                .directory());
    }

    @Test
    void readsRowsAndSequences() {
        List<String> read = new ArrayList<>();
        try (SavedRows rows = backUp().openRows(LinesExporter.strategy())) {
            assertThat(rows.tables()).singleElement().satisfies(table -> {
                assertThat(table.name()).hasToString("public.p");
                assertThat(rows.totals(table).rows()).isEqualTo(2);
            });
            rows.read(rows.tables().get(0), new RowSink() {
                @Override
                public void row(Row row) {
                    read.add(row.text(0) + " " + (row.isNull(1) ? "NULL" : row.text(1)));
                }

                @Override
                public void end() {
                    read.add("end");
                }
            });
            assertThat(rows.sequences()).singleElement().satisfies(sequence -> {
                assertThat(sequence.lastValue()).isEqualTo(2);
                assertThat(sequence.called()).isTrue();
            });
        }
        assertThat(read).containsExactly("1 a", "2 NULL", "end");
    }

    @Test
    void refusesADamagedBackupBeforeTheFirstRow() throws Exception {
        Backup backup = backUp();
        Path file = backup.directory().resolve("rows.lines");
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> backup.openRows(LinesExporter.strategy())).isInstanceOf(IntegrityException.class);
    }

    @Test
    void lendsSessionsAndConnections() throws SQLException {
        PostgresDatabase target = PostgresDatabase.of(database.uri());
        try (DatabaseSession session = target.openSession();
                Connection connection = target.withDatabase("postgres").connect()) {
            assertThat(session.query("SELECT 1; SELECT 'a', NULL").get(1)).containsExactly(new String[] {"a", null});
            assertThat(connection.getCatalog()).isEqualTo("postgres");
            assertThat(connection.getAutoCommit()).isTrue();
            assertThatThrownBy(() -> session.execute("SELECT 'secret'::int"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(session.translate(e, "asking"))
                                    .hasMessage("asking: invalid_text_representation (SQLSTATE 22P02)"));
        }
    }
}

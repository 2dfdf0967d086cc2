package dev.coffer.backup.internal.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.spi.TableTotals;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One table by two connections. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SharedCopyTest {
    /** So many fill a chunk several times. */
    private static final int ROWS = 10_000;

    private static final String FILLER = "x".repeat(100);

    private TestDatabase target;
    private Session reading;
    private Session helping;
    private LoadTarget table;

    @BeforeEach
    void createTable() throws SQLException {
        target = TestServer.newest().createDatabase();
        target.execute("CREATE TABLE big (id integer, name text)");
        ConnectionSource into = ConnectionSource.ofUrl(target.uri());
        reading = into.open();
        helping = into.open();
        TableData data = new TableData(
                new TableName("public", "big"),
                TableData.Kind.TABLE,
                0,
                List.of(new Column("id", "integer", 23), new Column("name", "text", 25)),
                1,
                ROWS,
                1 << 20);
        SourceTable source = new SourceTable(data, new TableTotals(ROWS, ""), 1 << 20);
        table = LoadTarget.of(new TableAction(source, source.name(), false, false, null), "big.txt");
    }

    @AfterEach
    void dropTarget() {
        reading.close();
        helping.close();
        target.close();
    }

    @Test
    void bringsEachRowOnceByBothConnections() throws Exception {
        load(-1);

        assertThat(target.query("SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || sum(id) FROM big"))
                .isEqualTo("10000 10000 49995000");
        assertThat(target.query("SELECT count(DISTINCT xmin::text) FROM big")).isEqualTo("2");
    }

    /** The first chunk is the helper's; the server counts the rows of each COPY. */
    @Test
    void namesTheRowOfTheTableWhicheverConnectionHadIt() {
        for (int bad : List.of(17, ROWS - 2)) {
            BackupException failure = assertThrows(BackupException.class, () -> load(bad));

            assertThat(failure.code()).isEqualTo(ErrorCode.DATA_REFUSED);
            assertThat(failure.where().table()).isEqualTo(new TableName("public", "big"));
            assertThat(failure.where().row()).isEqualTo(bad + 1);
            assertThat(failure.where().column()).isEqualTo("id");
        }
    }

    /** Returns when both have committed, or what one of them was refused. */
    private void load(int bad) throws Exception {
        JobLane reader = lane(reading);
        JobLane helper = lane(helping);
        SharedLoads loads = new SharedLoads(1);
        CompletableFuture<Void> help = CompletableFuture.completedFuture(null);
        try (SharedCopy load =
                new SharedCopy(loads, table, new CopyLoad(reading, reader.transactions(), table, table.copySql()))) {
            SharedCopy joined = Objects.requireNonNull(loads.join());
            assertThat(joined).isSameAs(load);
            // The first chunks wait for the helper, which is not there yet, so that the others do not.
            for (int i = 0; i < ROWS; i++) {
                byte[] line = ((i == bad ? "x" : String.valueOf(i)) + "\t" + FILLER + "\n").getBytes(UTF_8);
                load.lines(line, 0, line.length, 1);
            }
            help = CompletableFuture.runAsync(() -> help(joined, helper));
            awaitBothCopies();
            load.end();
            reader.transactions().end();
        } finally {
            loads.loaded();
            help.handle((done, failure) -> done).join();
        }
        assertThat(loads.join()).as("what is left to do").isNull();
        try {
            help.get();
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private void awaitBothCopies() throws InterruptedException {
        while (!"2"
                .equals(target.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND query LIKE 'COPY%'"))) {
            Thread.sleep(5);
        }
    }

    private static void help(SharedCopy load, JobLane lane) {
        try {
            load.help(lane);
            lane.transactions().end();
        } catch (InterruptedException | SQLException e) {
            throw new CompletionException(e);
        }
    }

    private static JobLane lane(Session session) throws SQLException {
        session.execute("ROLLBACK");
        Transactions transactions = Transactions.several(session, 100, () -> {});
        transactions.begin();
        return new JobLane(session, transactions);
    }

    @Test
    void knowsWhichRowOfTheTableIsMeant() {
        RowPlaces places = new RowPlaces();
        places.add(0, 10);
        places.add(10, 5);
        places.add(40, 3);
        places.add(60, 1);

        assertThat(List.of(1, 10, 15, 16, 18, 19)).map(places::of).containsExactly(1L, 10L, 15L, 41L, 43L, 61L);
        assertThat(places.of(0)).as("a row that the server does not tell").isZero();
        assertThat(places.rows()).isEqualTo(19);
        assertThat(places.next()).isEqualTo(61);
    }
}

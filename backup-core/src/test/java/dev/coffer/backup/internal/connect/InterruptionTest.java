package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("F06")
class InterruptionTest {
    private final TestDatabase database = TestServer.newest().createDatabase();
    private Session session;

    @BeforeEach
    void open() {
        session = ConnectionSource.ofUrl(database.uri()).open();
    }

    @AfterEach
    void close() {
        session.close();
        database.close();
    }

    private interface Work {
        void run() throws SQLException, IOException;
    }

    /** What comes of the work when its thread is interrupted after the server has begun with it. */
    private BackupException interrupted(String runningSql, Work work) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (SQLException | IOException | RuntimeException e) {
                thrown.set(e);
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        await().until(() -> "1"
                .equals(database.query("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '"
                        + runningSql + "%' AND pid <> pg_backend_pid()")));
        thread.interrupt();
        thread.join(Duration.ofSeconds(10).toMillis());
        assertThat(thread.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
        assertThat(flag.get()).as("the flag stays set").isTrue();
        BackupException e = (BackupException) thrown.get();
        assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED);
        return e;
    }

    private void canBeUsedAgain() throws SQLException {
        assertThat(session.query("SELECT 1")).hasSize(1);
        assertThat(database.query("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND datname = '"
                        + database.name() + "' AND pid <> pg_backend_pid()"))
                .isEqualTo("0");
    }

    @Test
    void endsAStatement() throws Exception {
        assertThat(interrupted("SELECT pg_sleep", () -> session.execute("SELECT pg_sleep(60)")))
                .hasMessage("the thread was interrupted");
        canBeUsedAgain();
    }

    @Test
    void endsAQuery() throws Exception {
        interrupted("SELECT pg_sleep", () -> session.query("SELECT pg_sleep(60)"));
        canBeUsedAgain();
    }

    @Test
    void endsACopyThatGivesRows() throws Exception {
        interrupted(
                "COPY (SELECT gen",
                () -> session.copyOut(
                        "COPY (SELECT generate_series(1, 1000000000)) TO STDOUT", (buffer, offset, length) -> {}));
        canBeUsedAgain();
    }

    @Test
    void endsACopyThatGivesNoRowYet() throws Exception {
        interrupted(
                "COPY (SELECT pg_sleep",
                () -> session.copyOut("COPY (SELECT pg_sleep(60)) TO STDOUT", (buffer, offset, length) -> {}));
        canBeUsedAgain();
    }

    @Test
    void endsACopyIntoATable() throws Exception {
        session.execute("CREATE TABLE t (a text)");
        byte[] row = ("x".repeat(10_000) + "\n").getBytes(StandardCharsets.UTF_8);
        interrupted("COPY t", () -> {
            try (Session.CopyIn copy = session.copyIn("COPY t FROM STDIN")) {
                while (true) {
                    copy.write(row, 0, row.length);
                }
            }
        });
        canBeUsedAgain();
        assertThat(session.query("SELECT count(*) FROM t").get(0).get(0)[0]).isEqualTo("0");
    }

    @Test
    void endsACopyIntoATableThatTheServerDoesNotRead() throws Exception {
        session.execute("CREATE TABLE t (a text);"
                + "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;"
                + "CREATE TRIGGER slow BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION slow()");
        byte[] row = "x\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        interrupted("COPY t", () -> {
            try (Session.CopyIn copy = session.copyIn("COPY t FROM STDIN")) {
                while (true) {
                    copy.write(row, 0, row.length);
                }
            }
        });
        canBeUsedAgain();
    }

    @Test
    void endsTheWaitForALock() throws Exception {
        session.execute("CREATE TABLE t (a text)");
        try (Session holder = ConnectionSource.ofUrl(database.uri()).open()) {
            holder.execute("BEGIN; LOCK TABLE t");
            interrupted("COPY t", () -> session.copyOut("COPY t TO STDOUT", (buffer, offset, length) -> {}));
        }
        canBeUsedAgain();
    }

    @Test
    void beginsNothingWhenItHasHappenedAndStillTidiesUp() throws SQLException {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> session.execute("CREATE TABLE t (a int)"))
                    .isInstanceOf(CancelledException.class)
                    .hasMessage("the thread was interrupted");
            session.executeUninterruptibly("CREATE TABLE tidied (a int)");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(session.query("SELECT to_regclass('t'), to_regclass('tidied')")
                        .get(0)
                        .get(0))
                .containsExactly(null, "tidied");
    }

    @Test
    void anyThreadMayCancel() throws Exception {
        Thread canceller = new Thread(() -> {
            await().until(
                            () -> "1"
                                    .equals(
                                            database.query(
                                                    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'")));
            session.cancel();
        });
        canceller.start();
        assertThatThrownBy(() -> session.execute("SELECT pg_sleep(60)"))
                .isInstanceOf(SQLException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("57014");
        canceller.join();
    }

    @Test
    void aSinkThatFailsLeavesAUsableSession() throws SQLException {
        assertThatThrownBy(() -> session.copyOut(
                        "COPY (SELECT generate_series(1, 1000000000)) TO STDOUT", (buffer, offset, length) -> {
                            throw new IOException("the disk is full");
                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is full");
        canBeUsedAgain();
    }

    @Test
    void aCopyThatIsNotFinishedLeavesNothing() throws SQLException {
        session.execute("CREATE TABLE t (a text)");
        try (Session.CopyIn copy = session.copyIn("COPY t FROM STDIN")) {
            copy.write("one\n".getBytes(StandardCharsets.UTF_8), 0, 4);
        }
        assertThat(session.query("SELECT count(*) FROM t").get(0).get(0)[0]).isEqualTo("0");
    }

    @Test
    void endsTheWaitForAServerThatDoesNotAnswer() throws Exception {
        try (java.net.ServerSocket silent =
                new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    ConnectionSource.ofUrl("postgresql://u:p@127.0.0.1:" + silent.getLocalPort() + "/d?sslmode=disable")
                            .open();
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
            });
            thread.start();
            silent.accept();
            thread.interrupt();
            thread.join(Duration.ofSeconds(10).toMillis());
            assertThat(thrown.get())
                    .isInstanceOf(CancelledException.class)
                    .hasMessage("the thread was interrupted while connecting to u@127.0.0.1:" + silent.getLocalPort()
                            + "/d");
        }
    }
}

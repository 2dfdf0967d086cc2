package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Progress;
import dev.coffer.backup.internal.backup.Tuning.Moment;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that does not come to its end leaves nothing: no folder, no session. */
class InterruptedRunTest {
    @TempDir
    Path folder;

    private TestDatabase database;

    @BeforeEach
    void fill() {
        database = TestServer.newest().createDatabase();
        for (int i = 0; i < 6; i++) {
            database.execute(
                    "CREATE TABLE t" + i + " AS SELECT g, repeat('x', 100) t FROM generate_series(1, 30000) g");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Progress.Phase.class,
            names = {"CATALOGUE", "LOCK", "SNAPSHOT", "ROWS", "FINISH"})
    @DisplayName("F06 an interruption in any phase ends the run and stays set")
    void anInterruptionEndsTheRun(Progress.Phase phase) {
        Thread caller = Thread.currentThread();
        AtomicInteger events = new AtomicInteger();
        Throwable thrown = catchThrowable(() -> Runs.of(database, folder)
                .tuning(Tuning.DEFAULT.withBatches(0, 1))
                .listener(progress -> {
                    if (progress.phase() == phase && (phase != Progress.Phase.ROWS || events.incrementAndGet() == 4)) {
                        caller.interrupt();
                    }
                })
                .run());
        boolean flag = Thread.interrupted();
        assertThat(thrown).isInstanceOf(CancelledException.class);
        assertThat(flag).isTrue();
        leftNothing();
    }

    @Test
    @DisplayName("F06 an interruption while waiting for a lock ends the run at once")
    void anInterruptionWhileWaitingForALock() throws Exception {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN; LOCK TABLE t3");
            Thread caller = Thread.currentThread();
            Thread interrupter = new Thread(() -> {
                Waiting.untilBlocked(database, "");
                caller.interrupt();
            });
            interrupter.start();
            long begun = System.nanoTime();
            Throwable thrown = catchThrowable(() -> Runs.of(database, folder).run());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(thrown).isInstanceOf(CancelledException.class);
            assertThat((System.nanoTime() - begun) / 1_000_000_000).isLessThan(40);
            interrupter.join();
        }
        leftNothing();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("F09 a lost holder of the snapshot ends the run")
    void aLostHolderEndsTheRun(int connections) {
        List<String> holder = new ArrayList<>();
        AtomicInteger tasks = new AtomicInteger();
        Throwable thrown = catchThrowable(() -> Runs.of(database, folder)
                .connections(connections)
                .tuning(Tuning.DEFAULT.withBatches(0, 1).withMoments(moment -> {
                    if (moment == Moment.SNAPSHOT_TAKEN) {
                        holder.add(database.query("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND pid <> pg_backend_pid()"));
                    } else if (moment == Moment.TASK_LOCKED && tasks.incrementAndGet() == 2) {
                        database.query("SELECT pg_terminate_backend(" + holder.get(0) + ", 5000)");
                    }
                }))
                .run());
        assertThat(thrown).isInstanceOf(DatabaseException.class);
        assertThat(((BackupException) thrown).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        leftNothing();
    }

    @Test
    @DisplayName("F03 a connection lost while rows travel ends the run and the table is named")
    void aLostConnectionNamesTheTable() {
        AtomicInteger tasks = new AtomicInteger();
        Throwable thrown = catchThrowable(() -> Runs.of(database, folder)
                .connections(1)
                .tuning(Tuning.DEFAULT.withBatches(0, 1).withMoments(moment -> {
                    if (moment == Moment.TASK_LOCKED && tasks.incrementAndGet() == 3) {
                        database.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname ="
                                + " current_database() AND pid <> pg_backend_pid()");
                    }
                }))
                .run());
        assertThat(thrown)
                .isInstanceOf(DatabaseException.class)
                .hasMessageMatching("(?s)reading the rows: .* after 0 rows \\(table public\\.t\\d\\)\nHint: .*");
        leftNothing();
    }

    @Test
    void whatTheListenerThrowsEndsTheRun() {
        IllegalStateException own = new IllegalStateException("own");
        AtomicInteger events = new AtomicInteger();
        Throwable thrown = catchThrowable(() -> Runs.of(database, folder)
                .listener(progress -> {
                    if (progress.phase() == Progress.Phase.ROWS && events.incrementAndGet() == 3) {
                        throw own;
                    }
                })
                .run());
        assertThat(thrown).isSameAs(own);
        leftNothing();
    }

    @Test
    void phasesComeInOrderAndRowsAddUp() {
        List<Progress> seen = new ArrayList<>();
        Runs.of(database, folder).listener(seen::add).run();
        assertThat(seen.stream().map(Progress::phase).distinct())
                .containsExactly(
                        Progress.Phase.CATALOGUE,
                        Progress.Phase.LOCK,
                        Progress.Phase.SNAPSHOT,
                        Progress.Phase.ROWS,
                        Progress.Phase.FINISH);
        assertThat(seen.stream().map(Progress::phase).sorted().toList())
                .isEqualTo(seen.stream().map(Progress::phase).toList());
        assertThat(seen.get(seen.size() - 1).rows()).isEqualTo(180_000);
        assertThat(seen.stream().filter(p -> p.table() != null && p.tableRows() == 30_000))
                .hasSizeGreaterThanOrEqualTo(6);
    }

    private void leftNothing() {
        assertThat(folder).isEmptyDirectory();
        Waiting.untilAlone(database);
        database.close();
    }
}

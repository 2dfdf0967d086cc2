package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ConflictException;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.backup.Tuning.Moment;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** F08: other sessions change the schema while a backup runs. */
class SchemaChangeTest {
    private static final int ROWS = 6667;
    private static final String[] CHANGES = {
        "TRUNCATE b",
        "ALTER TABLE b ADD COLUMN added int DEFAULT 5",
        "ALTER TABLE b RENAME COLUMN t TO renamed",
        "ALTER TABLE b DROP COLUMN t",
        "ALTER TABLE b ALTER COLUMN i TYPE text",
        "DROP TABLE b",
        "ALTER TABLE b RENAME TO other; CREATE TABLE b (i int, t text)",
        "VACUUM FULL b",
        "CREATE INDEX ON b (i)",
        "DROP TABLE c; CREATE TABLE c (x int)"
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Moment.class)
    @DisplayName("F08 changes at any moment give consistent data: tables are locked before the snapshot")
    void changesAtAnyMomentGiveConsistentData(Moment moment) throws Exception {
        try (Changes changes = new Changes(CHANGES.length)) {
            MemoryExporter memory = MemoryExporter.create();
            Tuning tuning =
                    Tuning.DEFAULT.withBatches(0, 1).withParts(8192, 8192).withMoments(changes.once(moment, CHANGES));
            Runs.of(changes.database, folder).to(memory).tuning(tuning).run();
            changes.await();
            consistent(memory, moment.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"SNAPSHOT_TAKEN", "TASK_TAKEN", "TASK_READ"})
    @DisplayName("F08 without locks on all tables, a change gives consistent data or a conflict that names the table")
    void changesWithoutLocksGiveConsistentDataOrAConflict(Moment moment) throws Exception {
        int conflicts = 0;
        for (String change : CHANGES) {
            try (Changes changes = new Changes(1)) {
                MemoryExporter memory = MemoryExporter.create();
                Tuning tuning = Tuning.DEFAULT
                        .withBatches(0, 1)
                        .withParts(8192, 8192)
                        .withLockCapacity(1)
                        .withMoments(changes.once(moment, change));
                try {
                    Runs.of(changes.database, folder).to(memory).tuning(tuning).run();
                    changes.await();
                    consistent(memory, moment + " " + change);
                } catch (ConflictException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.TABLE_CHANGED);
                    assertThat(e.where().table()).isIn(new TableName("public", "b0"), new TableName("public", "c0"));
                    conflicts++;
                }
            }
        }
        if (moment == Moment.SNAPSHOT_TAKEN) {
            assertThat(conflicts).isEqualTo(8);
        }
    }

    @Test
    @DisplayName("F08 a schema that keeps changing is a conflict that names what changed")
    void aSchemaThatKeepsChangingIsNamed() throws Exception {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute("CREATE TABLE a (i int)");
            AtomicInteger times = new AtomicInteger();
            Tuning tuning = Tuning.DEFAULT.withMoments(moment -> {
                if (moment == Moment.CATALOGUE_READ) {
                    database.execute("CREATE TABLE new" + times.incrementAndGet() + " (i int)");
                }
            });
            assertThatThrownBy(() -> Runs.of(database, folder).tuning(tuning).run())
                    .isInstanceOf(ConflictException.class)
                    .hasMessage("other sessions kept changing the schema while the backup began: table public.new2\n"
                            + "Hint: run the backup when no session creates, alters or drops objects; temporary tables do not"
                            + " matter");
            assertThat(times).hasValue(3);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    @DisplayName("F08 a lock that is not given in time is told with table and session")
    void aLockHeldByAnotherIsNamed() throws Exception {
        try (TestDatabase database = TestServer.newest().createDatabase();
                Connection other = database.connect();
                Statement statement = other.createStatement()) {
            database.execute("CREATE TABLE a (i int)", "CREATE TABLE b (i int)");
            statement.execute("SET application_name = 'migration'; BEGIN; LOCK TABLE b");
            String pid = String.valueOf(
                    other.unwrap(org.postgresql.PGConnection.class).getBackendPID());
            assertThatThrownBy(() -> Runs.of(database, folder)
                            .lockTimeout(Duration.ofMillis(300))
                            .run())
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("another session kept the tables from being locked for 300 ms: process " + pid
                            + " of postgres (migration) has public.b locked (table public.b)\n"
                            + "Hint: wait for the session or end it with pg_terminate_backend(pid), or wait longer with"
                            + " lockTimeout(…)")
                    .extracting(e -> ((BackupException) e).code())
                    .isEqualTo(ErrorCode.LOCK_TIMEOUT);
        }
    }

    private static void consistent(MemoryExporter memory, String what) {
        for (String table : memory.names()) {
            if (!table.startsWith("public.c")) {
                List<String> rows =
                        memory.text("public", table.substring(7)).lines().toList();
                // Before the change, or after it; never a part.
                assertThat(rows.size()).as("%s: rows of %s", what, table).isIn(0, ROWS);
                for (int i = 0; i < rows.size(); i++) {
                    assertThat(rows.get(i)).as(what).startsWith((i + 1) + "");
                }
            }
        }
    }

    /** A database, and a session that changes it once, without being waited for. */
    private static final class Changes implements AutoCloseable {
        final TestDatabase database = TestServer.newest().createDatabase();
        private final ExecutorService others = Executors.newCachedThreadPool();
        private final List<Future<?>> running = new ArrayList<>();
        private boolean done;

        Changes(int tables) {
            for (int i = 0; i < tables; i++) {
                String rows = " AS SELECT i, repeat('x', 20) AS t FROM generate_series(1, " + ROWS + ") i";
                database.execute("CREATE TABLE b" + i + rows, "CREATE TABLE c" + i + " (i int)");
            }
        }

        Consumer<Moment> once(Moment when, String... changes) {
            return moment -> {
                synchronized (this) {
                    if (moment != when || done) {
                        return;
                    }
                    done = true;
                }
                for (int i = 0; i < changes.length; i++) {
                    String change = changes[i].replaceAll("\\b([bc])\\b", "$1" + i);
                    running.add(others.submit(() -> database.execute(change.split("; "))));
                }
                // Each either goes through or waits for one of our locks.
                long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                while (running.stream().filter(change -> !change.isDone()).count() > blocked()
                        && System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            };
        }

        private long blocked() {
            return Long.parseLong(
                    database.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND wait_event_type = 'Lock'"));
        }

        void await() throws Exception {
            for (Future<?> future : running) {
                future.get();
            }
        }

        @Override
        public void close() {
            others.shutdownNow();
            database.close();
        }
    }
}

package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Skip;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hot standby as the source: read-only, without transaction numbers of its own, and always about to change. */
@OnServerOfTools
class StandbyTest {
    private static TestServer primary;
    private static TestServer standby;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        primary = TestServer.builder().version(TestServer.ofTools().major()).start();
        standby = TestServer.builder()
                .standbyOf(primary)
                .setting("max_standby_streaming_delay", "100ms")
                .setting("wal_receiver_status_interval", "1s")
                .start();
    }

    @AfterAll
    static void stop() {
        standby.close();
        primary.close();
    }

    private BackupPlan.Builder plan(TestDatabase source) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(standby.uri(source.name())))
                .export(Format.JSON.exporter(), Format.CSV.exporter())
                .to(folder);
    }

    @Test
    @EnabledIfClientTools({"psql", "pg_dump"})
    @DisplayName("F10 a standby is backed up with several connections, and comes back identical from either format")
    void isBackedUp() {
        try (TestDatabase source = Databases.sample(primary)) {
            standby.awaitReplayOf(primary);
            BackupReport report = plan(source).connections(4).build().run();
            assertThat(report.skips())
                    .containsExactlyInAnyOrder(
                            new Skip("rows of table lab.scratch", "it is unlogged: a standby does not have them"));
            for (Format format : Format.values()) {
                try (TestDatabase target = primary.createDatabase()) {
                    RestoreReport restored = RestorePlan.builder()
                            .from(Backup.open(report.directory()))
                            .strategy(format.strategy())
                            .into(PostgresDatabase.of(target.uri()))
                            .build()
                            .run();
                    assertThat(restored.rows()).isEqualTo(report.rows()).isPositive();
                    source.execute("TRUNCATE lab.scratch");
                    standbyWasAheadOf(source, target);
                    Databases.assertIdentical(source, target);
                }
            }
        }
    }

    /** A primary logs 32 values of a sequence in advance, and a standby shows the last one that was logged. */
    private static void standbyWasAheadOf(TestDatabase source, TestDatabase restored) {
        String names =
                source.query("SELECT string_agg(format('%I.%I', schemaname, sequencename), chr(1)) FROM pg_sequences"
                        + " WHERE increment_by > 0 AND NOT cycle");
        for (String name : names.split("\u0001")) {
            String state = restored.query("SELECT last_value || ' ' || is_called FROM " + name);
            long ahead = Long.parseLong(state.split(" ")[0]);
            long value = Long.parseLong(source.query("SELECT last_value FROM " + name));
            long step = Long.parseLong(source.query("SELECT seqincrement FROM pg_sequence WHERE seqrelid = '"
                    + name.replace("'", "''") + "'::regclass"));
            assertThat(ahead).as(name).isBetween(value, value + 32 * step);
            source.query(
                    "SELECT setval('" + name.replace("'", "''") + "', " + ahead + ", " + state.split(" ")[1] + ")");
        }
    }

    @Test
    @DisplayName("F10 a standby that must apply what its primary removed ends the backup with a name and a hint")
    void conflictWithRecoveryIsNamed() {
        try (TestDatabase source = primary.createDatabase()) {
            source.execute(
                    "CREATE TABLE t AS SELECT g AS id, repeat('x', 500) AS body FROM generate_series(1, 20000) g",
                    "CREATE TABLE u AS TABLE t");
            standby.awaitReplayOf(primary);
            AtomicBoolean once = new AtomicBoolean();

            BackupException failure = assertThrows(
                    BackupException.class,
                    () -> plan(source)
                            .listener(progress -> {
                                if (progress.phase() == Progress.Phase.SNAPSHOT && once.compareAndSet(false, true)) {
                                    source.execute("DELETE FROM u", "VACUUM u", "DELETE FROM t", "VACUUM t");
                                    standby.awaitReplayOf(primary);
                                }
                            })
                            .build()
                            .run());

            assertThat(failure.code()).as(failure.toString()).isEqualTo(ErrorCode.RECOVERY_CONFLICT);
            assertThat(failure.hint())
                    .isEqualTo(
                            "run again; on a standby set hot_standby_feedback = on, or raise max_standby_streaming_delay above"
                                    + " the time that a backup takes");
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void isRefusedAsATarget() {
        try (TestDatabase source = Databases.sample(primary)) {
            standby.awaitReplayOf(primary);
            BackupReport report = plan(source).build().run();

            BackupException failure = assertThrows(
                    BackupException.class,
                    () -> RestorePlan.builder()
                            .from(Backup.open(report.directory()))
                            .strategy(Format.JSON.strategy())
                            .into(PostgresDatabase.of(standby.uri(source.name())))
                            .build()
                            .run());

            assertThat(failure)
                    .hasMessage(
                            "the target is a standby, which takes no writes\n"
                                    + "Hint: give the address of the primary, or add target_session_attrs=read-write to the connection string");
        }
    }
}

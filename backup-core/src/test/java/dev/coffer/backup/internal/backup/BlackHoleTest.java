package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Progress;
import dev.coffer.backup.internal.backup.Tuning.Moment;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Patience;
import dev.coffer.testsupport.Relay;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that drops everything without a word, or resets its connections, while a backup waits for the server. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Execution(ExecutionMode.CONCURRENT) // They wait for most of their time.
class BlackHoleTest {
    private static final Patience SHORT = new Patience(Duration.ofMillis(400), Duration.ofSeconds(1), 2);

    private static TestDatabase database;

    @TempDir
    Path folder;

    private Relay relay;

    @BeforeAll
    static void fill() {
        database = TestServer.newest().createDatabase();
        for (int i = 0; i < 4; i++) {
            database.execute(
                    "CREATE TABLE t" + i + " AS SELECT g, repeat('x', 1000) t FROM generate_series(1, 20000) g");
        }
        database.execute(
                "CREATE FUNCTION late(bigint) RETURNS bigint LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_catalog.pg_sleep(3); RETURN $1; END'",
                "CREATE TABLE slow AS SELECT 1::bigint AS id");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void listen() {
        relay = new Relay(database.server().port());
    }

    @AfterEach
    void cut() {
        relay.close();
    }

    private Runs throughRelay() {
        return Runs.of(database, folder).source(ConnectionSource.ofUrl(relay.through(database.uri()), SHORT));
    }

    private BackupException fail(Runs runs) {
        BackupException failure = assertThrows(BackupException.class, runs::run);
        assertThat(folder).isEmptyDirectory();
        return failure;
    }

    private static void assertGivenUp(BackupException failure) {
        assertThat(failure.code()).as(failure.toString()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(failure.problem().what()).matches(".*: the connection to the server was lost( after \\d+ rows)?");
        assertThat(failure.hint())
                .isEqualTo(
                        "the server has gone without a word, and nobody answers at its address: check the network, the VPN"
                                + " and the firewall between here and there, then run again");
    }

    private static void assertForgotten(BackupException failure) {
        assertThat(failure.code()).as(failure.toString()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(failure.problem().what()).matches(".*: the connection to the server was lost( after \\d+ rows)?");
        assertThat(failure.hint())
                .isEqualTo(
                        "the server takes new connections and waits for this one, through which nothing comes any more: a firewall,"
                                + " VPN or router in between has forgotten it; run again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "pg_attribute", "LOCK TABLE", "clock_timestamp", "COPY "})
    @DisplayName("F05 P21 a line that is forgotten while a statement runs ends the backup, though new ones pass")
    void endsWhereOnlyOurLineIsForgotten(String statement) {
        relay.forgetAfter(statement);

        assertForgotten(fail(throughRelay().connections(1).tuning(Tuning.DEFAULT.withBatches(0, 1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "pg_attribute", "LOCK TABLE", "clock_timestamp", "COPY "})
    @DisplayName("F05 P21 a statement that never arrives ends the backup, though new lines pass")
    void endsWhereAStatementDoesNotArrive(String statement) {
        relay.swallow(statement);

        assertForgotten(fail(throughRelay().connections(1).tuning(Tuning.DEFAULT.withBatches(0, 1))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("F05 P21 lines that are forgotten in the middle of a table end the backup, though new ones pass")
    void endsInTheMiddleOfATableOfAForgottenLine(int connections) {
        assertForgotten(fail(throughRelay()
                .connections(connections)
                .tuning(Tuning.DEFAULT.withBatches(0, 1))
                .listener(progress -> {
                    if (progress.phase() == Progress.Phase.ROWS && progress.rows() > 0) {
                        relay.forgetLines();
                    }
                })));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "pg_attribute", "LOCK TABLE", "pg_export_snapshot"})
    @DisplayName("F05 a network that goes silent while a statement runs ends the backup")
    void endsWhileAStatementRuns(String statement) {
        relay.goSilentAfter(statement);

        assertGivenUp(fail(throughRelay()));
    }

    @ParameterizedTest
    @EnumSource(names = {"SNAPSHOT_TAKEN", "TASK_LOCKED", "TASK_READ"})
    @DisplayName("F05 a network that goes silent while rows are read ends the backup")
    void endsWhileRowsAreRead(Moment moment) {
        assertGivenUp(fail(throughRelay()
                .tuning(Tuning.DEFAULT.withBatches(0, 1).withMoments(reached -> {
                    if (reached == moment) {
                        relay.goSilent();
                    }
                }))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("F05 a network that goes silent in the middle of a table ends the backup")
    void endsInTheMiddleOfATable(int connections) {
        assertGivenUp(fail(throughRelay()
                .connections(connections)
                .tuning(Tuning.DEFAULT.withBatches(0, 1))
                .listener(progress -> {
                    if (progress.phase() == Progress.Phase.ROWS && progress.rows() > 0) {
                        relay.goSilent();
                    }
                })));
    }

    @Test
    @DisplayName(
            "F03 a connection that is reset in the middle of a table ends the backup with the table and its rows so far")
    void namesTheTableOfAReset() {
        relay.cutAfterAnswers(10_000_000);

        BackupException failure = fail(throughRelay().connections(1).tuning(Tuning.DEFAULT.withBatches(0, 1)));

        assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(failure.getMessage())
                .matches(
                        "reading the rows: the connection to the server was lost after \\d{2,5} rows \\(table public\\.t0\\)\n"
                                + "Hint: the server or the network ended the connection; the server's log tells which; run again");
    }

    @Test
    @DisplayName("P21 a condition that keeps the server busy for longer than every limit is waited for")
    void outlastsASlowCondition() {
        assertThat(throughRelay()
                        .where("slow", Condition.unsafeSql("public.late(id) = 1"))
                        .run()
                        .rows())
                .isEqualTo(80_001);
    }
}

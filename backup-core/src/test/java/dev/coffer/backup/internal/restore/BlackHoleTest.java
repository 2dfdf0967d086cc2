package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Patience;
import dev.coffer.testsupport.Relay;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that drops everything without a word, while a restore waits for the server. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Execution(ExecutionMode.CONCURRENT) // They wait for most of their time.
class BlackHoleTest {
    private static final Patience SHORT = new Patience(Duration.ofMillis(400), Duration.ofSeconds(1), 2);
    private static final String HINT =
            "the server has gone without a word, and nobody answers at its address: check the"
                    + " network, the VPN and the firewall between here and there, then run again";

    private final TestDatabase target = TestServer.newest().createDatabase();
    private Relay relay;

    @BeforeEach
    void createTarget() {
        relay = new Relay(target.server().port());
    }

    @AfterEach
    void dropTarget() {
        relay.close();
        target.close();
    }

    private static HandMade backup() {
        return new HandMade()
                .table("t", "id integer, name text", "1\tone")
                .post("index", "public.t_id", "t", "CREATE INDEX t_id ON public.t (id)");
    }

    private ConnectionSource throughRelay() {
        return ConnectionSource.ofUrl(relay.through(target.uri()), SHORT);
    }

    private static void assertGivenUp(BackupException failure) {
        assertThat(failure.code()).as(failure.toString()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(failure.problem().what()).endsWith(": the connection to the server was lost");
        assertThat(failure.hint()).isEqualTo(HINT);
    }

    private static void assertForgotten(BackupException failure) {
        assertThat(failure.code()).as(failure.toString()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(failure.problem().what()).endsWith(": the connection to the server was lost");
        assertThat(failure.hint())
                .isEqualTo(
                        "the server takes new connections and waits for this one, through which nothing comes any more: a firewall,"
                                + " VPN or router in between has forgotten it; run again");
    }

    /** Before the lines end: what a forgotten process has locked would stay locked until the server's own TCP notices. */
    private void holdsNothing() {
        await().untilAsserted(() -> assertThat(
                        target.query("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                                + " WHERE a.datname = current_database() AND pid <> pg_backend_pid()"))
                .isEqualTo("0"));
    }

    private void leavesNothing() {
        relay.close();
        assertThat(target.query("SELECT to_regclass('public.t')")).isNull();
    }

    @Test
    @DisplayName("F05 a network that goes silent before the log-in ends the restore")
    void endsWhileConnecting() {
        relay.goSilent();
        String uri = relay.through(target.uri()) + "?connect_timeout=1";

        BackupException failure = new Restoring(backup(), ConnectionSource.ofUrl(uri)).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(failure.problem().what()).endsWith(": the log-in was not over in time");
        assertThat(failure.hint())
                .isEqualTo("check that a PostgreSQL server is behind host and port; connect_timeout=60 waits longer");
    }

    @ParameterizedTest
    @EnumSource(names = {"PRE_DATA", "ROWS", "POST_DATA", "COMMIT"})
    @DisplayName("F05 P21 a network that goes silent in any phase ends the restore, which leaves nothing")
    void endsInEachPhase(Progress.Phase phase) {
        assertGivenUp(new Restoring(backup(), throughRelay())
                .listener(progress -> {
                    if (progress.phase() == phase) {
                        relay.goSilent();
                    }
                })
                .fail());

        leavesNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg_available_extensions", "CREATE TABLE", "CREATE INDEX"})
    @DisplayName("F05 P21 a network that goes silent while a statement runs ends the restore")
    void endsWhileAStatementRuns(String statement) {
        relay.goSilentAfter(statement);

        assertGivenUp(new Restoring(backup(), throughRelay()).fail());

        leavesNothing();
    }

    @Test
    @DisplayName("F05 P21 a network that takes no more of the rows ends the restore")
    void endsWhileRowsAreSent() {
        relay.goSilentAfter("row 3 ");

        assertGivenUp(new Restoring(large(), throughRelay()).fail());

        leavesNothing();
    }

    @Test
    @DisplayName("F05 P21 a network that takes no more of the rows ends the restore under TLS too")
    void endsWhileRowsAreSentUnderTls() {
        try (TestServer server = TestServer.builder().ssl().start();
                TestDatabase database = server.createDatabase();
                Relay toServer = new Relay(server.port())) {
            ConnectionSource into =
                    ConnectionSource.ofUrl(toServer.through(database.uri()) + "?sslmode=require", SHORT);

            assertGivenUp(new Restoring(large(), into)
                    .listener(progress -> {
                        if (progress.phase() == Progress.Phase.ROWS && progress.rows() >= 3) {
                            toServer.goSilent();
                        }
                    })
                    .fail());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PRE_DATA", "ROWS", "POST_DATA", "COMMIT"})
    @DisplayName("F05 P21 a line that is forgotten in any phase ends the restore, though new ones pass")
    void endsInEachPhaseOfAForgottenLine(Progress.Phase phase) {
        assertForgotten(new Restoring(backup(), throughRelay())
                .listener(progress -> {
                    if (progress.phase() == phase) {
                        relay.forgetLines();
                    }
                })
                .fail());

        holdsNothing();
        leavesNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg_available_extensions", "CREATE TABLE", "CREATE INDEX"})
    @DisplayName("F05 P21 a line that is forgotten while a statement runs ends the restore, though new ones pass")
    void endsWhereOnlyOurLineIsForgotten(String statement) {
        relay.forgetAfter(statement);

        assertForgotten(new Restoring(backup(), throughRelay()).fail());

        holdsNothing();
        leavesNothing();
    }

    @Test
    @DisplayName("F05 P21 a line that takes no more of the rows ends the restore, though new ones pass")
    void endsWhileRowsAreSentIntoAForgottenLine() {
        relay.forgetAfter("row 3 ");

        assertForgotten(new Restoring(large(), throughRelay()).fail());

        holdsNothing();
        leavesNothing();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("F05 P21 a line that is forgotten during COMMIT leaves the outcome unknown, and the hint finds it out")
    void saysHowToFindOutAboutTheCommitOfAForgottenLine(boolean arrives) {
        String commit = "Q\0\0\0\u000bCOMMIT\0";
        if (arrives) {
            relay.forgetAfter(commit);
        } else {
            relay.swallow(commit);
        }

        BackupException failure = new Restoring(backup(), throughRelay()).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
        holdsNothing();
        assertThat(target.query(failure.hint().replaceAll("^run on the target: |;.*", "")))
                .isEqualTo(arrives ? "committed" : "aborted");
    }

    /** More than the buffers of two sockets hold. */
    private static HandMade large() {
        String megabyte = "x".repeat(1 << 20);
        return new HandMade()
                .table(
                        "t",
                        "id integer, name text",
                        IntStream.range(0, 24)
                                .mapToObj(i -> i + "\trow " + i + " " + megabyte)
                                .toArray(String[]::new));
    }

    @Test
    @DisplayName(
            "F05 P21 a network that goes silent during COMMIT leaves the outcome unknown, and the hint finds it out")
    void saysHowToFindOutAboutTheCommit() {
        relay.goSilentAfter("Q\0\0\0\u000bCOMMIT\0");

        BackupException failure = new Restoring(backup(), throughRelay()).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
        assertThat(failure.problem().what())
                .isEqualTo("the connection was lost during COMMIT: whether the restore took effect is not known");
        String question = failure.hint().replaceAll("^run on the target: |;.*", "");
        assertThat(target.query(question)).isEqualTo("committed");
        assertThat(target.query("SELECT count(*) FROM t")).isEqualTo("1");
    }

    @Test
    @DisplayName("P21 an index that takes longer than every limit is built")
    void outlastsALongIndex() {
        HandMade backup = new HandMade()
                .pre(
                        "function",
                        "slow(integer)",
                        "CREATE FUNCTION public.slow(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS"
                                + " 'BEGIN PERFORM pg_catalog.pg_sleep(3); RETURN $1; END'")
                .table("t", "id integer, name text", "1\tone")
                .post("index", "public.t_slow", "t", "CREATE INDEX t_slow ON public.t (public.slow(id))");

        RestoreReport report = new Restoring(backup, throughRelay()).run();

        assertThat(report.rows()).isEqualTo(1);
        assertThat(target.query("SELECT to_regclass('public.t_slow')")).isEqualTo("t_slow");
        // The restore's own, and one for each time that it asked for a sign of life.
        assertThat(relay.connections()).isGreaterThan(4);
    }
}

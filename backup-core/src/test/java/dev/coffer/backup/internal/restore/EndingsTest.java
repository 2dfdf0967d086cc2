package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a restore ends before its end, and what it leaves. */
class EndingsTest {
    private final TestDatabase target = TestServer.newest().createDatabase();

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private static HandMade backup() {
        return new HandMade()
                .table(
                        "t",
                        "id integer, name text",
                        IntStream.range(0, 20_000).mapToObj(i -> i + "\tname").toArray(String[]::new))
                .post("index", "public.t_id", "t", "CREATE INDEX t_id ON public.t (id)");
    }

    private RestoreReport run(HandMade from, ConnectionSource into, Consumer<Progress> listener) {
        RestoreSource source = from.source();
        return RestoreRun.run(
                new RestoreSettings(
                        null,
                        null,
                        null,
                        List.of(source.strategy()),
                        into,
                        null,
                        dev.coffer.backup.Scope.EVERYTHING,
                        dev.coffer.backup.TableSelection.all(),
                        dev.coffer.backup.Existing.REFUSE,
                        false,
                        false,
                        1,
                        RestoreWishes.NONE,
                        listener::accept),
                source);
    }

    private void leavesNothing() {
        assertThat(target.query("SELECT to_regclass('public.t')")).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"PRE_DATA", "ROWS", "POST_DATA", "COMMIT"})
    @DisplayName("F06 an interruption ends the restore in each phase and leaves nothing")
    void endsWhenInterrupted(Progress.Phase phase) {
        ConnectionSource into = ConnectionSource.ofUrl(target.uri());
        HandMade backup = backup();

        assertThrows(
                CancelledException.class,
                () -> run(backup, into, progress -> {
                    if (progress.phase() == phase) {
                        Thread.currentThread().interrupt();
                    }
                }));

        assertThat(Thread.interrupted()).isTrue();
        leavesNothing();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    @DisplayName("F06 an interruption ends a statement that takes long")
    void endsALongStatementWhenInterrupted() throws InterruptedException {
        HandMade backup = backup().post("statement", "nap", "t", "SELECT pg_catalog.pg_sleep(600)");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                assertThat(run(backup, ConnectionSource.ofUrl(target.uri()), progress -> {}))
                        .isNull();
            } catch (BackupException e) {
                thrown.set(e);
            }
        });
        thread.start();
        waitForNap();

        thread.interrupt();
        thread.join();

        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
        leavesNothing();
    }

    private void waitForNap() throws InterruptedException {
        while (!"1"
                .equals(target.query("SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                        + " AND datname = current_database() AND wait_event = 'PgSleep'"))) {
            Thread.sleep(20);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PRE_DATA", "ROWS", "POST_DATA", "COMMIT"})
    @DisplayName("F04 a connection that is cut in any phase leaves nothing")
    void leavesNothingWhenTheConnectionIsCut(Progress.Phase phase) {
        HandMade backup = backup();
        ConnectionSource into = ConnectionSource.ofUrl(target.uri());

        BackupException failure = assertThrows(
                BackupException.class,
                () -> run(backup, into, progress -> {
                    if (progress.phase() == phase) {
                        target.query(
                                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                        + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
                    }
                }));

        assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        leavesNothing();
    }

    @Test
    @DisplayName("F07 timeouts of the role do not end a restore")
    void outlivesTimeoutsOfTheRole() {
        String role = "r" + target.name();
        target.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'x'",
                "GRANT CREATE ON SCHEMA public TO " + role,
                "ALTER ROLE " + role + " SET statement_timeout = '50ms'",
                "ALTER ROLE " + role + " SET idle_in_transaction_session_timeout = '50ms'",
                "ALTER ROLE " + role + " SET idle_session_timeout = '2s'",
                "ALTER ROLE " + role + " SET default_transaction_read_only = on",
                "ALTER ROLE " + role + " SET default_transaction_isolation = 'serializable'");
        if (target.server().major() >= 17) {
            target.execute("ALTER ROLE " + role + " SET transaction_timeout = '50ms'");
        }
        try {
            HandMade backup = backup().post("statement", "nap", "t", "SELECT pg_catalog.pg_sleep(0.3)");
            RestoreReport report = run(backup, ConnectionSource.ofUrl(target.uri(role, "x")), progress -> {
                if (progress.phase() == Progress.Phase.POST_DATA) {
                    sleep(Duration.ofMillis(300));
                }
            });

            assertThat(report.warnings()).isEmpty();
            assertThat(report.rows()).isEqualTo(20_000);
        } finally {
            target.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void endsWithWhatTheListenerThrows() {
        IllegalStateException own = new IllegalStateException("enough");
        HandMade backup = backup();
        ConnectionSource into = ConnectionSource.ofUrl(target.uri());

        assertThat(assertThrows(
                        IllegalStateException.class,
                        () -> run(backup, into, progress -> {
                            if (progress.phase() == Progress.Phase.POST_DATA) {
                                throw own;
                            }
                        })))
                .isSameAs(own);

        leavesNothing();
    }

    @Test
    void givesTheConnectionOfADataSourceBackAsItWas() throws SQLException {
        try (Connection only = target.connect()) {
            only.setAutoCommit(false);
            only.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            only.rollback();
            ConnectionSource into = ConnectionSource.ofDataSource(lending(only));

            assertThat(run(backup(), into, progress -> {}).rows()).isEqualTo(20_000);

            assertThat(only.getAutoCommit()).isFalse();
            assertThat(only.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            try (var rows =
                    only.createStatement().executeQuery("SELECT count(*), current_setting('search_path') FROM t")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(20_000);
                assertThat(rows.getString(2)).isEqualTo("\"$user\", public");
            }
        }
    }

    /** A pool of one. */
    private static DataSource lending(Connection connection) {
        Connection lent = (Connection) Proxy.newProxyInstance(
                EndingsTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return (DataSource) Proxy.newProxyInstance(
                EndingsTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> lent);
    }
}

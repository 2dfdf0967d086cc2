package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.PlanException;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PreferQueryMode;

class PooledSourceTest {
    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestServer.newest().createDatabase();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Test
    void worksWithADataSourceWithoutAPool() throws SQLException, IOException {
        ConnectionSource source = ConnectionSource.ofDataSource(ofDriver("PGSimpleDataSource", DataSource.class));
        try (Session session = source.open()) {
            worksAsASessionMust(session);
        }
        assertThat(source.defaultConnections()).isEqualTo(1);
        assertThat(source.isDataSource()).isTrue();
        assertThat(source).hasToString("data source PGSimpleDataSource");
    }

    @Test
    void worksWithConnectionsOfThePoolDataSource() throws SQLException, IOException {
        PooledConnection pooled = ofDriver("PGConnectionPoolDataSource", ConnectionPoolDataSource.class)
                .getPooledConnection();
        try {
            try (Session session =
                    ConnectionSource.ofDataSource(of(pooled::getConnection)).open()) {
                worksAsASessionMust(session);
            }
        } finally {
            pooled.close();
        }
    }

    /** By name: their supertypes lie in java.naming, which this module does not read. */
    private static <T> T ofDriver(String name, Class<T> type) {
        try {
            Object source = Class.forName("org.postgresql.ds." + name)
                    .getDeclaredConstructor()
                    .newInstance();
            source.getClass().getMethod("setUrl", String.class).invoke(source, database.jdbcUrl());
            return type.cast(source);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static void worksAsASessionMust(Session session) throws SQLException, IOException {
        session.execute(Pins.BEGIN_RESTORE + "; " + Pins.forRestore(session.serverVersion(), Duration.ZERO));
        session.execute(
                "CREATE FUNCTION public.one() RETURNS int BEGIN ATOMIC SELECT 1; END; DROP FUNCTION public.one()");
        session.execute("CREATE TEMP TABLE t (a text); INSERT INTO t VALUES ('?'), ('{d x}')");
        try (Session.CopyIn copy = session.copyIn("COPY t FROM STDIN")) {
            byte[] row = "three\n".getBytes(StandardCharsets.UTF_8);
            copy.write(row, 0, row.length);
            assertThat(copy.finish()).isEqualTo(1);
        }
        assertThat(session.query("SELECT a FROM t ORDER BY a; SELECT true, 1.50, now() > '-infinity', '{1,2}'::int[]"))
                .satisfiesExactly(
                        rows -> assertThat(rows)
                                .containsExactlyInAnyOrder(
                                        new String[] {"?"}, new String[] {"{d x}"}, new String[] {"three"}),
                        rows -> assertThat(rows).containsExactly(new String[] {"t", "1.50", "t", "{1,2}"}));
        assertThat(session.copyOut("COPY t TO STDOUT", (buffer, offset, length) -> {}))
                .isEqualTo(3);
        session.execute("COMMIT");
    }

    @Test
    void givesConnectionsBackAsTheyWere() throws SQLException {
        try (Pool pool = new Pool(1)) {
            try (Connection before = pool.getConnection()) {
                before.setAutoCommit(false);
                before.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                before.setReadOnly(true);
                PGConnection driver = before.unwrap(PGConnection.class);
                driver.setPrepareThreshold(3);
                driver.setAutosave(AutoSave.ALWAYS);
                driver.setQueryTimeout(77);
                before.commit();
            }

            try (Session session = ConnectionSource.ofDataSource(pool).open()) {
                session.execute(Pins.BEGIN_RESTORE + "; " + Pins.forRestore(session.serverVersion(), Duration.ZERO));
                session.execute("CREATE TABLE public.left_behind (a int)");
            }

            try (Connection after = pool.getConnection()) {
                PGConnection driver = after.unwrap(PGConnection.class);
                assertThat(after.getAutoCommit()).isFalse();
                assertThat(after.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
                assertThat(after.isReadOnly()).isTrue();
                assertThat(driver.getPrepareThreshold()).isEqualTo(3);
                assertThat(driver.getAutosave()).isEqualTo(AutoSave.ALWAYS);
                assertThat(driver.getQueryTimeout()).isEqualTo(77);
                assertThat(driver.getPreferQueryMode()).isEqualTo(PreferQueryMode.EXTENDED);
                after.rollback();
            }
            assertThat(database.query("SELECT to_regclass('left_behind')")).isNull();
        }
    }

    @Test
    void refusesAConnectionInsideTheCallersTransaction() throws SQLException {
        try (Pool pool = new Pool(1)) {
            try (Connection busy = pool.getConnection()) {
                busy.setAutoCommit(false);
                try (Statement statement = busy.createStatement()) {
                    statement.execute("CREATE TABLE of_the_caller (a int)");
                }
            }

            assertThatThrownBy(() -> ConnectionSource.ofDataSource(pool).open())
                    .isInstanceOf(PlanException.class)
                    .hasMessage(
                            "the data source gave a connection with an open transaction\n"
                                    + "Hint: give the pool itself, not a data source that is bound to the caller's transaction");

            assertThat(database.query("SELECT to_regclass('of_the_caller')"))
                    .as("nothing was committed")
                    .isNull();
            assertThat(pool.free()).isEqualTo(1);
        }
    }

    @Test
    void refusesConnectionsThatAreNotTheDrivers() throws SQLException {
        AtomicInteger closed = new AtomicInteger();
        try (Connection real = database.connect()) {
            Connection opaque = proxy(real, (name, arguments) -> switch (name) {
                case "isWrapperFor" -> Optional.of(false);
                case "close" -> Optional.of(closed.incrementAndGet());
                default -> Optional.empty();
            });
            assertThatThrownBy(() ->
                            ConnectionSource.ofDataSource(of(() -> opaque)).open())
                    .isInstanceOf(PlanException.class)
                    .hasMessage("the data source's connections are not those of the PostgreSQL driver\n"
                            + "Hint: give a data source over org.postgresql.Driver whose connections can be unwrapped to"
                            + " PGConnection");
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void doesWithoutAWorkerThatThePoolDoesNotGive() throws SQLException {
        try (Pool pool = new Pool(1)) {
            try (Session first = ConnectionSource.ofDataSource(pool).open()) {
                assertThat(ConnectionSource.ofDataSource(pool).tryOpen(Duration.ofMillis(200)))
                        .isEmpty();
                assertThat(first.query("SELECT 1")).hasSize(1);
            }

            await().until(() -> pool.free() == 1);
            try (Session later = ConnectionSource.ofDataSource(pool)
                    .tryOpen(Duration.ofSeconds(10))
                    .orElseThrow()) {
                assertThat(later.query("SELECT 1")).hasSize(1);
            }
        }
    }

    @Test
    void showsNothingOfWhatAPoolSays() {
        DataSource broken = of(() -> {
            throw new SQLException("No suitable driver for jdbc:postgresql://h/d?password=canary");
        });

        assertThatThrownBy(() -> ConnectionSource.ofDataSource(broken).open())
                .isInstanceOf(DatabaseException.class)
                .hasMessage("taking a connection from the data source: SQLException")
                .rootCause()
                .hasMessage("SQLException");
    }

    @Test
    void cannotLeadElsewhere() {
        ConnectionSource source = ConnectionSource.ofDataSource(of(database::connect));

        assertThatThrownBy(() -> source.withDatabase("other"))
                .hasMessage("a data source cannot lead to another database\n"
                        + "Hint: give a PostgresDatabase made from a URL");
        assertThatThrownBy(() -> source.withPassword("canary"))
                .hasMessage("a data source has its own password\nHint: give a PostgresDatabase made from a URL");
    }

    /** Lends a connection. */
    private interface Lender {
        Connection lend() throws SQLException;
    }

    private static DataSource of(Lender lender) {
        return new Lending(lender);
    }

    private static class Lending implements DataSource {
        private final Lender lender;

        Lending(Lender lender) {
            this.lender = lender;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return lender.lend();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return lender.lend();
        }

        @Override
        public PrintWriter getLogWriter() {
            return new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("wraps nothing");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }

    /** As a pool does: keeps its connections, lends them in wrappers, and does not tidy up after its users. */
    private static final class Pool extends Lending implements AutoCloseable {
        private final BlockingQueue<Connection> free;

        Pool(int size) throws SQLException {
            this(new ArrayBlockingQueue<>(size), size);
        }

        private Pool(BlockingQueue<Connection> free, int size) throws SQLException {
            super(() -> wrapped(free));
            this.free = free;
            for (int i = 0; i < size; i++) {
                free.add(database.connect());
            }
        }

        private static Connection wrapped(BlockingQueue<Connection> free) throws SQLException {
            Connection real;
            try {
                real = free.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted", e);
            }
            return proxy(
                    real, (name, arguments) -> name.equals("close") ? Optional.of(free.add(real)) : Optional.empty());
        }

        int free() {
            return free.size();
        }

        @Override
        public void close() throws SQLException {
            for (Connection connection : free) {
                connection.close();
            }
        }
    }

    /** What a wrapper does itself instead of the connection. */
    private interface Own {
        Optional<?> call(String method, Object[] arguments);
    }

    private static Connection proxy(Connection real, Own own) {
        return (Connection) Proxy.newProxyInstance(
                PooledSourceTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> {
                    Optional<?> answer = own.call(method.getName(), arguments);
                    if (answer.isPresent()) {
                        return method.getReturnType() == void.class ? null : answer.get();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}

package dev.coffer.backup.internal.connect;

import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.HostSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session over a connection of pgjdbc's. */
final class PgSession implements Session {
    private static final Logger LOG = LoggerFactory.getLogger(PgSession.class);

    private final Connection connection;
    private final PGConnection driver;
    private final int serverVersion;
    private final GiveBack giveBack;
    private final Line line;
    private final @Nullable WhoServes who;
    private final InterruptWatch interrupts;
    private final @Nullable SilenceWatch silence;
    private boolean closed;

    /** Ends our use of the connection. */
    @FunctionalInterface
    interface GiveBack {
        void run() throws SQLException;
    }

    PgSession(Connection connection, PGConnection driver, GiveBack giveBack, Line line) {
        this.connection = connection;
        this.driver = driver;
        this.giveBack = giveBack;
        this.line = line;
        this.serverVersion = ServerVersion.number(driver.getParameterStatus("server_version"));
        this.interrupts = new InterruptWatch(this::cancel, this::abort);
        InetSocketAddress address = address();
        CountedSocket socket = line.socket();
        BackendProbe probe = line.second() == null || socket == null
                ? null
                : new BackendProbe(line.second(), driver.getBackendPID());
        this.who = probe == null || !(driver instanceof BaseConnection base) ? null : new WhoServes(probe, base);
        this.silence = address == null
                ? null
                : new SilenceWatch(
                        line.patience(), address, socket == null ? () -> 0 : socket::moves, probe, this::abort);
    }

    private @Nullable InetSocketAddress address() {
        CountedSocket socket = line.socket();
        if (socket != null) {
            return socket.getRemoteSocketAddress() instanceof InetSocketAddress address ? address : null;
        }
        if (driver instanceof BaseConnection base) {
            HostSpec host = base.getQueryExecutor().getHostSpec();
            return new InetSocketAddress(host.getHost(), host.getPort());
        }
        return null;
    }

    @Override
    public int serverVersion() {
        return serverVersion;
    }

    @Override
    public int processId() {
        return driver.getBackendPID();
    }

    @Override
    public boolean simpleProtocol() {
        return driver.getPreferQueryMode() == PreferQueryMode.SIMPLE;
    }

    @Override
    public void execute(String sql) throws SQLException {
        interruptibly(() -> {
            executeUninterruptibly(sql);
            return true;
        });
    }

    @Override
    public void executeUninterruptibly(String sql) throws SQLException {
        expectAnswer();
        try {
            if (asks(sql, false)) {
                answers(sql, true);
            } else {
                try (Statement statement = statement()) {
                    statement.execute(sql);
                }
            }
        } catch (SQLException e) {
            throw orSilent(e);
        } finally {
            expectNothing();
        }
    }

    @Override
    public List<List<@Nullable String[]>> query(String sql) throws SQLException {
        return interruptibly(() -> answers(sql, asks(sql, true)));
    }

    private boolean asks(String sql, boolean readsRows) {
        if (who == null) {
            return false;
        }
        who.before(sql);
        return who.mayAsk(readsRows);
    }

    private List<List<@Nullable String[]>> answers(String sql, boolean asks) throws SQLException {
        List<List<@Nullable String[]>> results = new ArrayList<>();
        try (Statement statement = statement()) {
            boolean rows = statement.execute(asks ? WhoServes.askAlong(sql) : sql);
            while (rows || statement.getUpdateCount() != -1) {
                if (rows) {
                    results.add(read(statement));
                }
                rows = statement.getMoreResults();
            }
        }
        if (who != null && asks) {
            who.answered(results.remove(results.size() - 1));
        }
        return results;
    }

    private static List<@Nullable String[]> read(Statement statement) throws SQLException {
        List<@Nullable String[]> rows = new ArrayList<>();
        try (ResultSet result = statement.getResultSet()) {
            int width = result.getMetaData().getColumnCount();
            while (result.next()) {
                @Nullable String[] row = new @Nullable String[width];
                for (int i = 0; i < width; i++) {
                    row[i] = result.getString(i + 1);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Override
    public long copyOut(String copySql, LineSink into) throws SQLException, IOException {
        requireNotInterrupted();
        CopyOut copy = null;
        begin();
        try {
            copy = driver.getCopyAPI().copyOut(copySql);
            byte[] row = copy.readFromCopy();
            while (row != null) {
                requireNotInterrupted();
                turn();
                boolean lineFeed = row.length > 0 && row[row.length - 1] == '\n';
                into.line(row, 0, lineFeed ? row.length - 1 : row.length);
                turn();
                row = copy.readFromCopy();
            }
            return copy.getHandledRowCount();
        } catch (SQLException e) {
            throw orInterrupted(e);
        } finally {
            end();
            if (copy != null && copy.isActive()) {
                cancel();
                drain(copy);
            }
        }
    }

    /** The driver's own cancelCopy leaves the rest of the rows, and the error, to the next statement. */
    private void drain(CopyOut copy) {
        begin();
        try {
            while (copy.readFromCopy() != null) {
                // What was under way before the server heard of the cancellation.
            }
        } catch (SQLException e) {
            LOG.debug("copy.cancelled sqlstate={}", e.getSQLState());
        } finally {
            end();
        }
    }

    @Override
    public CopyIn copyIn(String copySql) throws SQLException {
        return new PgCopyIn(this, interruptibly(() -> driver.getCopyAPI().copyIn(copySql)));
    }

    /** Ends a copy that was not finished, so that the connection can be used again. */
    void cancel(org.postgresql.copy.CopyIn copy) {
        if (!copy.isActive()) {
            return;
        }
        begin();
        try {
            copy.cancelCopy();
        } catch (SQLException e) {
            LOG.debug("copy.cancel-failed sqlstate={}", e.getSQLState());
        } finally {
            end();
        }
    }

    @Override
    public void cancel() {
        try {
            driver.cancelQuery();
        } catch (SQLException e) {
            LOG.debug("session.cancel-failed sqlstate={}", e.getSQLState());
        }
    }

    private void abort() {
        try {
            if (line.socket() != null) {
                line.socket().close();
            }
        } catch (IOException e) {
            LOG.debug("session.abort-failed", e);
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("session.abort-failed sqlstate={}", e.getSQLState());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        interrupts.close();
        try {
            if (!connection.isClosed()) {
                rollBack();
            }
        } catch (SQLException e) {
            LOG.debug("session.rollback-failed sqlstate={}", e.getSQLState());
        }
        try {
            giveBack.run();
        } catch (SQLException e) {
            LOG.debug("session.close-failed sqlstate={}", e.getSQLState());
        }
        if (silence != null) {
            silence.close();
        }
    }

    private void rollBack() throws SQLException {
        boolean idle = driver instanceof BaseConnection base && base.getTransactionState() == TransactionState.IDLE;
        if (!idle) {
            executeUninterruptibly("ROLLBACK");
        }
    }

    private Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        statement.setEscapeProcessing(false);
        return statement;
    }

    <T> T interruptibly(Call<T> call) throws SQLException {
        requireNotInterrupted();
        begin();
        try {
            return call.run();
        } catch (SQLException e) {
            throw orInterrupted(e);
        } finally {
            end();
        }
    }

    private void begin() {
        interrupts.begin();
        expectAnswer();
    }

    private void end() {
        expectNothing();
        interrupts.end();
    }

    private void expectAnswer() {
        if (silence != null) {
            silence.begin();
        }
    }

    private void turn() {
        if (silence != null) {
            silence.turn();
        }
    }

    private void expectNothing() {
        if (silence != null) {
            silence.end();
        }
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(null);
        }
    }

    private SQLException orInterrupted(SQLException e) {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(e);
        }
        return orSilent(e);
    }

    private SQLException orSilent(SQLException e) {
        SilentServerException silent = silence == null ? null : silence.silence();
        return silent == null ? e : new SQLException("the connection was given up", "08006", silent);
    }

    private static CancelledException interrupted(@Nullable SQLException e) {
        return (CancelledException) Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted")
                .exception(e == null ? null : SqlErrors.sanitized(e));
    }

    @FunctionalInterface
    interface Call<T extends @Nullable Object> {
        T run() throws SQLException;
    }
}

package dev.coffer.backup.internal.connect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks over a second connection what the server's process of the first one is doing (pg_stat_activity; a role sees its own
 * processes): a line that was forgotten on its way, by a firewall that was restarted for example, is silent while new ones
 * pass, and TCP notices after a quarter of an hour.
 *
 * <p>What it cannot see it does not hold against the server: no connection is free, activity is not tracked, the process is
 * another's, or it stands behind a pooler and outside a transaction.
 */
final class BackendProbe {
    private static final Logger LOG = LoggerFactory.getLogger(BackendProbe.class);
    private static final Set<String> IDLE = Set.of("idle", "idle in transaction", "idle in transaction (aborted)");
    private static final Set<String> WAITS = Set.of("ClientRead", "ClientWrite");

    private final SecondConnection second;
    private final int toldPid;
    private volatile @Nullable Serving serving;

    /** Connects to where the first connection leads, and waits for nothing for long. */
    @FunctionalInterface
    interface SecondConnection {
        Connection open() throws SQLException;
    }

    /** @param toldPid the process that the log-in named */
    BackendProbe(SecondConnection second, int toldPid) {
        this.second = second;
        this.toldPid = toldPid;
    }

    /** Called by the thread of the session when it learns, or no longer knows, which process has its transaction. */
    void serving(@Nullable Serving now) {
        serving = now;
    }

    /** Whether the process is known for as long as the connection lasts. */
    boolean direct() {
        Serving known = serving;
        return known != null && known.pid() == toldPid;
    }

    @Nullable
    Serving serving() {
        return serving;
    }

    Life ask() {
        Serving known = serving;
        try (Connection connection = second.open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question(known == null ? toldPid : known.pid()))) {
            row.next();
            boolean here = known == null
                    ? row.getInt("own") == connection.unwrap(PGConnection.class).getBackendPID()
                    : known.serverStart().equals(row.getString("started"));
            Life life = here ? life(row, known != null) : Life.WORKS;
            LOG.debug("session.probe here={} state={} life={}", here, row.getString("state"), life);
            return life;
        } catch (SQLException e) {
            LOG.debug("session.probe-failed sqlstate={}", e.getSQLState());
            return Life.WORKS;
        }
    }

    private static String question(int pid) {
        return "SELECT pg_catalog.pg_backend_pid() AS own,"
                + " extract(epoch FROM pg_catalog.pg_postmaster_start_time()) AS started, a.pid, a.state, a.wait_event"
                + " FROM (SELECT) s LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid OPERATOR(pg_catalog.=) " + pid;
    }

    private static Life life(ResultSet row, boolean certain) throws SQLException {
        if (row.getString("pid") == null) {
            return certain ? Life.WAITS_FOR_US : Life.WORKS;
        }
        String state = Objects.requireNonNullElse(row.getString("state"), "");
        boolean blocked =
                state.equals("active") && WAITS.contains(Objects.requireNonNullElse(row.getString("wait_event"), ""));
        return blocked || IDLE.contains(state) ? Life.WAITS_FOR_US : Life.WORKS;
    }

    /** Ends the process if it still has our transaction: it would hold its locks until the server's own TCP notices. */
    void endTransaction() {
        Serving known = serving;
        if (known == null) {
            return;
        }
        try (Connection connection = second.open();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_catalog.pg_terminate_backend(a.pid) FROM pg_catalog.pg_stat_activity a"
                    + " WHERE a.pid OPERATOR(pg_catalog.=) " + known.pid()
                    + " AND extract(epoch FROM a.xact_start)::pg_catalog.text OPERATOR(pg_catalog.=) '"
                    + known.transaction() + "'");
        } catch (SQLException e) {
            LOG.debug("session.probe-end-failed sqlstate={}", e.getSQLState());
        }
    }
}

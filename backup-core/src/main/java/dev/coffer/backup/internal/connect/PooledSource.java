package dev.coffer.backup.internal.connect;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.Problem;
import dev.coffer.backup.spi.LibpqConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections that are lent by somebody's data source. */
final class PooledSource implements ConnectionSource {
    private static final Logger LOG = LoggerFactory.getLogger(PooledSource.class);

    private final DataSource dataSource;

    PooledSource(DataSource dataSource) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
    }

    @Override
    public ConnectionSource withDatabase(String database) {
        throw unsupported("a data source cannot lead to another database");
    }

    @Override
    public ConnectionSource withPassword(String password) {
        throw unsupported("a data source has its own password");
    }

    private static PlanException unsupported(String what) {
        return (PlanException) Problem.of(ErrorCode.INVALID_PLAN, what)
                .hint("give a PostgresDatabase made from a URL")
                .exception();
    }

    @Override
    public boolean lacksPassword() {
        return false;
    }

    @Override
    public int defaultConnections() {
        return 1;
    }

    @Override
    public boolean isDataSource() {
        return true;
    }

    @Override
    public Optional<LibpqConnection> forTools() {
        return Optional.empty();
    }

    @Override
    public Session open() {
        return Waking.DEFAULT.connect(
                () -> Loan.of(dataSource.getConnection()),
                e -> SqlErrors.problem(e, "taking a connection from the data source"));
    }

    @Override
    public Connection connect() {
        return Waking.DEFAULT.connect(
                dataSource::getConnection, e -> SqlErrors.problem(e, "taking a connection from the data source"));
    }

    @Override
    public Optional<Session> tryOpen(Duration wait) {
        LateLoan loan = new LateLoan();
        Thread thread = new Thread(() -> loan.bring(this::lend), "coffer-data-source");
        thread.setDaemon(true);
        thread.start();
        Optional<Connection> connection = loan.await(wait);
        try {
            return connection.isPresent() ? Optional.of(Loan.of(connection.get())) : Optional.empty();
        } catch (SQLException e) {
            LOG.debug("session.worker-refused sqlstate={}", e.getSQLState());
            return Optional.empty();
        }
    }

    private Optional<Connection> lend() {
        try {
            return Optional.of(dataSource.getConnection());
        } catch (SQLException e) {
            LOG.debug("session.worker-refused sqlstate={}", e.getSQLState());
            return Optional.empty();
        }
    }

    /** Not the data source's own text, which may show a password. */
    @Override
    public String toString() {
        return "data source " + dataSource.getClass().getSimpleName();
    }
}

package dev.coffer.backup.internal.connect;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Connections that are lent by somebody's data source. */
final class PooledSource implements ConnectionSource {
    private final DataSource dataSource;

    PooledSource(DataSource dataSource) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
    }

    @Override
    public ConnectionSource withDatabase(String database) {
        throw Problem.of(ErrorCode.INVALID_PLAN, "a data source cannot lead to another database")
                .hint("give a PostgresDatabase made from a URL")
                .exception();
    }

    @Override
    public ConnectionSource withPassword(String password) {
        throw Problem.of(ErrorCode.INVALID_PLAN, "a data source has its own password")
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
    public Session open() {
        try {
            return lend(dataSource.getConnection());
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "taking a connection from the data source");
        }
    }

    private static Session lend(Connection connection) throws SQLException {
        PGConnection driver = connection.unwrap(PGConnection.class);
        boolean autoCommit = connection.getAutoCommit();
        int threshold = driver.getPrepareThreshold();
        connection.setAutoCommit(true);
        driver.setPrepareThreshold(0);
        return new PgSession(connection, driver, () -> {
            driver.setPrepareThreshold(threshold);
            connection.setAutoCommit(autoCommit);
            connection.close();
        });
    }

    @Override
    public Optional<Session> tryOpen(Duration wait) {
        return Optional.of(open());
    }

    /** Not the data source's own text, which may show a password. */
    @Override
    public String toString() {
        return "data source " + dataSource.getClass().getSimpleName();
    }
}

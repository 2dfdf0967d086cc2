package dev.coffer.backup.internal.connect;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PreferQueryMode;

/** What we change of a connection that is not ours, and how it was before. */
final class Loan {
    private final Connection connection;
    private final PGConnection driver;
    private final boolean autoCommit;
    private final int prepareThreshold;
    private final AutoSave autosave;
    private final int queryTimeout;
    private final PreferQueryMode queryMode;

    private Loan(Connection connection, PGConnection driver) throws SQLException {
        this.connection = connection;
        this.driver = driver;
        this.autoCommit = connection.getAutoCommit();
        this.prepareThreshold = driver.getPrepareThreshold();
        this.autosave = driver.getAutosave();
        this.queryTimeout = driver.getQueryTimeout();
        this.queryMode = driver.getPreferQueryMode();
    }

    /** Takes the connection over; where that fails, it goes back. */
    static Session of(Connection connection) throws SQLException {
        try {
            if (!connection.isWrapperFor(PGConnection.class)) {
                throw Problem.of(
                                ErrorCode.INVALID_PLAN,
                                "the data source's connections are not those of the PostgreSQL driver")
                        .hint("give a data source over org.postgresql.Driver whose connections can be unwrapped to"
                                + " PGConnection")
                        .exception();
            }
            PGConnection driver = connection.unwrap(PGConnection.class);
            if (driver instanceof BaseConnection base && base.getTransactionState() != TransactionState.IDLE) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the data source gave a connection with an open transaction")
                        .hint("give the pool itself, not a data source that is bound to the caller's transaction")
                        .exception();
            }
            Loan loan = new Loan(connection, driver);
            loan.take();
            return new PgSession(connection, driver, loan::giveBack, new Line(null, null, Patience.DEFAULT));
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    private void take() throws SQLException {
        connection.setAutoCommit(true);
        driver.setPrepareThreshold(0);
        driver.setAutosave(AutoSave.NEVER);
        driver.setQueryTimeout(0);
        setQueryMode(PreferQueryMode.SIMPLE);
    }

    /** Other modes cut a message into statements, and a function with BEGIN ATOMIC in two. */
    private void setQueryMode(PreferQueryMode mode) {
        if (driver instanceof BaseConnection base) {
            base.getQueryExecutor().setPreferQueryMode(mode);
        }
    }

    private void giveBack() throws SQLException {
        try (connection) {
            driver.setPrepareThreshold(prepareThreshold);
            driver.setAutosave(autosave);
            driver.setQueryTimeout(queryTimeout);
            setQueryMode(queryMode);
            connection.setAutoCommit(autoCommit);
        }
    }
}

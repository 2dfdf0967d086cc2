package dev.coffer.backup.spi;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.PostgresDatabase;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection of this library's own kind, for tools beside it: in autocommit mode and in the simple query protocol, so that
 * BEGIN, many statements and COMMIT travel in one message. Used by one thread at a time.
 *
 * <p>Whatever waits for the server ends promptly with a {@link dev.coffer.backup.CancelledException} when its thread is
 * interrupted; the flag stays set. A {@link SQLException} that leaves here is the driver's own and may carry values of rows:
 * {@link #translate} makes of it what may be shown.
 *
 * @see PostgresDatabase#openSession()
 */
public interface DatabaseSession extends AutoCloseable {
    /** {@code server_version_num}, such as 150019. */
    int serverVersion();

    /** Sends all statements at once; results are read and dropped. */
    void execute(String sql) throws SQLException;

    /** The same for what must be done although the thread is interrupted, such as dropping what a failed run made. */
    void executeUninterruptibly(String sql) throws SQLException;

    /**
     * Sends all statements at once and returns the rows of each that gives rows, values as text. Statements without rows
     * (BEGIN, SET LOCAL) give no element.
     */
    List<List<@Nullable String[]>> query(String sql) throws SQLException;

    /**
     * What went wrong, without any value of a row.
     *
     * @param doing what was being done, such as {@code emptying the tables}
     */
    BackupException translate(SQLException e, String doing);

    /** The same SQLSTATE and stack trace with a text that may be logged, fit to be a cause. */
    SQLException sanitized(SQLException e);

    /** Rolls back what is open and closes the connection, or gives it back to its data source as it was. Never throws. */
    @Override
    void close();
}

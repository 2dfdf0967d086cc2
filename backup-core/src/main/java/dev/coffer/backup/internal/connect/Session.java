package dev.coffer.backup.internal.connect;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection while a plan uses it: in autocommit mode, so that BEGIN and COMMIT are ours and travel with other
 * statements in one message. Used by one thread at a time, but for {@link #cancel}.
 */
public interface Session extends AutoCloseable {
    /** {@code server_version_num}, such as 150019. */
    int serverVersion();

    /** Sends all statements at once; results are read and dropped. One round trip unless the text is very long. */
    void execute(String sql) throws SQLException;

    /**
     * Sends all statements at once and returns the rows of each that gives rows, values as text. Statements without
     * rows (BEGIN, SET LOCAL) give no element.
     */
    List<List<@Nullable String[]>> query(String sql) throws SQLException;

    /**
     * Runs one {@code COPY … TO STDOUT}; gives each line without its line feed. Ends promptly with a {@code
     * CancelledException} when the thread is interrupted, the copy cancelled and the flag still set.
     *
     * @return the number of rows by the server's own count
     */
    long copyOut(String copySql, LineSink into) throws SQLException, IOException;

    /** Begins one {@code COPY … FROM STDIN}. */
    CopyIn copyIn(String copySql) throws SQLException;

    /** Asks the server to stop what this session is doing; from any thread; never throws. */
    void cancel();

    /** Rolls back what is open and closes the connection, or gives it back to its pool as it was. Never throws. */
    @Override
    void close();

    /** Takes the lines of a COPY. */
    @FunctionalInterface
    interface LineSink {
        void line(byte[] buffer, int offset, int length) throws IOException;
    }

    /** A running {@code COPY … FROM STDIN}. */
    interface CopyIn extends AutoCloseable {
        void write(byte[] buffer, int offset, int length) throws SQLException;

        /** Ends the copy and returns the number of rows by the server's own count. */
        long finish() throws SQLException;

        /** Cancels the copy if it was not finished, so that the connection is not left in it. */
        @Override
        void close();
    }
}

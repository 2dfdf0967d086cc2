package dev.coffer.backup.internal.connect;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection while a plan uses it: in autocommit mode, so that BEGIN and COMMIT are ours and travel with other
 * statements in one message. Used by one thread at a time, but for {@link #cancel}.
 *
 * <p>Whatever waits for the server ends promptly with a {@code CancelledException} when its thread is interrupted: the server is
 * told to stop, and the flag stays set. Called with the flag set, it does not even begin; only {@link
 * #executeUninterruptibly} and {@link #close} do. A {@code SQLException} that leaves here is the driver's own and may
 * carry values of rows: hand it to {@link SqlErrors}, never to a log or a cause.
 */
public interface Session extends AutoCloseable {
    /** {@code server_version_num}, such as 150019. */
    int serverVersion();

    /**
     * Whether a message goes to the server as one text. Otherwise the driver sends each statement by itself, and then nothing
     * may follow a function's body that begins with {@code BEGIN ATOMIC} (P14).
     */
    boolean simpleProtocol();

    /** The server's process for this session, as it was told when connecting; a pooler tells one of its own invention. */
    int processId();

    /** Sends all statements at once; results are read and dropped. One round trip unless the text is very long. */
    void execute(String sql) throws SQLException;

    /** The same for what must be done although the thread is interrupted, such as dropping what a failed run made. */
    void executeUninterruptibly(String sql) throws SQLException;

    /**
     * Sends all statements at once and returns the rows of each that gives rows, values as text. Statements without
     * rows (BEGIN, SET LOCAL) give no element.
     */
    List<List<@Nullable String[]>> query(String sql) throws SQLException;

    /**
     * Runs one {@code COPY … TO STDOUT}; gives each line without its line feed. The statement must be alone in the
     * text. When the sink throws, the copy is cancelled first.
     *
     * @return the number of rows by the server's own count
     */
    long copyOut(String copySql, LineSink into) throws SQLException, IOException;

    /** Begins one {@code COPY … FROM STDIN}. The statement must be alone in the text. */
    CopyIn copyIn(String copySql) throws SQLException;

    /** Asks the server to stop what this session is doing; from any thread; never throws. */
    void cancel();

    /** Rolls back what is open and closes the connection, or gives it back to its pool as it was. Never throws. */
    @Override
    void close();

    /** Takes the lines of a COPY. */
    @FunctionalInterface
    interface LineSink {
        /** Takes one line; the bytes are valid only during the call. */
        void line(byte[] buffer, int offset, int length) throws IOException;
    }

    /** A running {@code COPY … FROM STDIN}. */
    interface CopyIn extends AutoCloseable {
        /** Takes any part of the data, from a byte to many rows; small parts are gathered before they are sent. */
        void write(byte[] buffer, int offset, int length) throws SQLException;

        /** Ends the copy and returns the number of rows by the server's own count. */
        long finish() throws SQLException;

        /** Cancels the copy if it was not finished, so that the connection is not left in it. Never throws. */
        @Override
        void close();
    }
}

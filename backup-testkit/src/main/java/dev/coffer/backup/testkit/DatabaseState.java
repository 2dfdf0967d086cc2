package dev.coffer.backup.testkit;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.internal.state.SavedState;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The rows and sequences of a database at one moment, to which it can be put back again and again.
 *
 * <pre>{@code
 * static DatabaseState state = DatabaseState.take(database);
 *
 * @AfterEach
 * void reset() {
 *     state.reset();
 * }
 * }</pre>
 *
 * <p>What has changed is found by one query, from the tables themselves: a count and a sum over where each row lies and which
 * transaction wrote it. Everything committed before {@link #reset} is seen, whoever did it and in whatever way; statistics, which lag,
 * are never asked. Only rows that changed are touched. User triggers do not fire for that.
 *
 * <p>Rows are kept in memory, up to 256 MB on the server's disk. What is not kept: large objects, materialized views, and the schema itself; tables that
 * were created since are left alone. Two states of one database disturb each other unless they are of different schemas: a worker
 * of a parallel test run wants a database, or a schema, of its own. Safe for use by several threads, one at a time.
 */
public final class DatabaseState implements AutoCloseable {
    private final PostgresDatabase database;
    private final SavedState state;
    private @Nullable DatabaseSession kept;
    private boolean closed;

    private DatabaseState(PostgresDatabase database, DatabaseSession session, SavedState state) {
        this.database = database;
        this.state = state;
        this.kept = session;
    }

    /**
     * Takes the state of a database.
     *
     * <p>Of one given by a URL, a connection stays open until {@link #close}; from a data source one is borrowed each time.
     *
     * @param schemas whose tables and sequences it is to be; all where none is given
     * @throws dev.coffer.backup.BackupException when a schema has no tables, or the tables are too large
     */
    public static DatabaseState take(PostgresDatabase database, String... schemas) {
        List<String> wanted = Arrays.asList(schemas);
        DatabaseSession session = database.openSession();
        try {
            SavedState state = SavedState.take(session, name -> wanted.isEmpty() || wanted.contains(name.schema()));
            for (String schema : wanted) {
                if (!state.covers(schema)) {
                    throw Problem.of(ErrorCode.UNKNOWN_TABLE, "there are no tables in the schema " + schema)
                            .hint("create them before the state is taken")
                            .exception();
                }
            }
            DatabaseState taken = new DatabaseState(database, session, state);
            taken.rest();
            return taken;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** The same for a data source. */
    public static DatabaseState take(DataSource dataSource, String... schemas) {
        return take(PostgresDatabase.of(dataSource), schemas);
    }

    /**
     * Puts back what has changed since the state was taken, in one transaction.
     *
     * @return the tables and sequences that had changed
     * @throws dev.coffer.backup.BackupException when another session still holds a lock on one of them, or the schema has changed
     */
    public synchronized Set<TableName> reset() {
        if (closed) {
            throw new IllegalStateException("the state is closed");
        }
        DatabaseSession session = kept == null ? database.openSession() : kept;
        kept = session;
        try {
            return state.reset(session);
        } catch (RuntimeException e) {
            session.close();
            kept = null;
            throw e;
        } finally {
            rest();
        }
    }

    /** A data source gets its connection back; its pool may be small. */
    private void rest() {
        DatabaseSession session = kept;
        if (session != null && database.isDataSource()) {
            session.close();
            kept = null;
        }
    }

    /** Closes the connection that is kept. The database stays as it is. */
    @Override
    public synchronized void close() {
        closed = true;
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }
}

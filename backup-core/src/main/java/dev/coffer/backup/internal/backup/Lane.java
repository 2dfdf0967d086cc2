package dev.coffer.backup.internal.backup;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection on which tasks are read, one after the other, all in the one snapshot. Used by one thread. */
abstract class Lane {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String NO_SUCH_TABLE = "42P01";
    private static final String NO_SUCH_SCHEMA = "3F000";

    final Session session;
    private final Duration lockTimeout;

    private Lane(Session session, SnapshotInfo snapshot) {
        this.session = session;
        this.lockTimeout = snapshot.lockTimeout();
    }

    /** The lane of the connection that holds the snapshot. */
    static Lane ofHolder(Session session, SnapshotInfo snapshot) {
        return new Holder(session, snapshot);
    }

    /** The lane of another connection. */
    static Lane ofWorker(Session session, SnapshotInfo snapshot) {
        return new Worker(session, snapshot);
    }

    /** Makes sure that the snapshot can be read here. */
    abstract void join() throws SQLException;

    /** What leads to a state in which only the snapshot is held; no {@code ;} at its end. */
    abstract String fresh();

    /** Whether to wait for locks. */
    abstract boolean waits();

    /**
     * Locks the tables of the task and checks that they are those of the snapshot. One round trip.
     *
     * @return false when another session stands in the way and this lane does not wait
     */
    final boolean begin(ReadTask task) throws SQLException {
        List<ReadTask.Source> tables =
                task.sources().stream().filter(source -> source.live() != null).toList();
        if (tables.isEmpty()) {
            session.execute(fresh());
            return true;
        }
        List<TableName> names = tables.stream().map(ReadTask.Source::name).toList();
        List<List<@Nullable String[]>> answers;
        try {
            answers = session.query(fresh() + "; " + LockSql.lock(names, waits()) + "; " + LockSql.changed(tables));
        } catch (SQLException e) {
            String state = Objects.requireNonNullElse(e.getSQLState(), "");
            if (state.equals(LOCK_NOT_AVAILABLE)) {
                if (waits()) {
                    throw Blockers.explain(session, names, lockTimeout, e);
                }
                return false;
            }
            if (state.equals(NO_SUCH_TABLE) || state.equals(NO_SUCH_SCHEMA)) {
                throw changed(names, SqlErrors.sanitized(e));
            }
            throw e;
        }
        List<@Nullable String[]> differing = answers.get(answers.size() - 1);
        if (!differing.isEmpty()) {
            throw changed(
                    differing.stream()
                            .map(row -> names.get(Integer.parseInt(Objects.requireNonNull(row[0]))))
                            .toList(),
                    null);
        }
        return true;
    }

    /** A table is not what it was in the snapshot. */
    static RuntimeException changed(List<TableName> tables, @Nullable SQLException cause) {
        Problem problem = Problem.of(
                ErrorCode.TABLE_CHANGED,
                "another session dropped, renamed, truncated or rewrote "
                        + (tables.size() == 1
                                ? "a table"
                                : "one of " + tables.size() + " tables, beginning with " + tables.get(0))
                        + " after the snapshot was taken");
        if (tables.size() == 1) {
            problem = problem.table(tables.get(0));
        }
        return problem.hint(
                        "run the backup again when no session changes the schema; a larger max_locks_per_transaction"
                                + " lets all tables be locked from the beginning")
                .exception(cause);
    }

    /**
     * The holder waits for locks: nobody else can read what a worker was refused. A savepoint gives back what a task
     * locked in addition, indexes for example, so that the server's lock table does not fill up.
     */
    private static final class Holder extends Lane {
        static final String SAVEPOINT = "SAVEPOINT coffer_task";

        Holder(Session session, SnapshotInfo snapshot) {
            super(session, snapshot);
        }

        @Override
        void join() throws SQLException {
            session.execute(SAVEPOINT);
        }

        @Override
        String fresh() {
            return "ROLLBACK TO " + SAVEPOINT;
        }

        @Override
        boolean waits() {
            return true;
        }
    }

    /** A transaction for each task, so that no lock is held for longer than needed. */
    private static final class Worker extends Lane {
        private final String begin;

        Worker(Session session, SnapshotInfo snapshot) {
            super(session, snapshot);
            begin = "; " + Pins.BEGIN_BACKUP + "; SET TRANSACTION SNAPSHOT '" + snapshot.id() + "'; "
                    + Pins.forBackup(session.serverVersion(), snapshot.lockTimeout());
        }

        @Override
        void join() throws SQLException {
            session.execute(begin.substring(2));
        }

        @Override
        String fresh() {
            // Servers up to 15 let a raw condition make large objects in a READ ONLY transaction.
            return "ROLLBACK" + begin;
        }

        @Override
        boolean waits() {
            // It could wait for somebody who waits for our holder, for ever (P1).
            return false;
        }
    }
}

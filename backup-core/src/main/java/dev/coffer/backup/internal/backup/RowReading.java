package dev.coffer.backup.internal.backup;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.backup.Tuning.Moment;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.crew.Crew;
import dev.coffer.backup.internal.store.BackupWriter;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all rows: the connection that holds the snapshot and some more take tasks in the order of the files. The first
 * failure ends them all.
 *
 * <p>Each connection is used by a thread of its own, also the holder's, so that the caller's thread is free to be
 * interrupted and the others can be woken wherever they wait.
 */
final class RowReading {
    private static final Logger LOG = LoggerFactory.getLogger(RowReading.class);
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(10);
    private static final long KEEP_ALIVE_MILLIS = 5_000;

    private final ConnectionSource source;
    private final SnapshotInfo snapshot;
    private final BackupWriter writer;
    private final List<TableCount> counts;
    private final List<OpenExport> exports;
    private final Tuning tuning;

    private final Deque<ReadTask> tasks;
    /** What a worker was refused and only the holder may wait for. */
    private final Deque<ReadTask> refused = new ArrayDeque<>();

    private final Crew crew;
    private @Nullable Thread holding;
    private int busyWorkers;

    RowReading(
            ConnectionSource source,
            SnapshotInfo snapshot,
            BackupWriter writer,
            List<ReadTask> tasks,
            List<TableCount> counts,
            List<OpenExport> exports,
            Tuning tuning) {
        this.source = source;
        this.snapshot = snapshot;
        this.writer = writer;
        this.tasks = new ArrayDeque<>(tasks);
        this.counts = counts;
        this.exports = exports;
        this.tuning = tuning;
        this.crew = new Crew("coffer-read", "reading rows", writer::abort);
    }

    /**
     * Reads everything; returns, or throws the first failure, when every thread has ended.
     *
     * @param holder in the transaction of the snapshot
     * @param connections how many may be used, the holder's included
     * @param earlier the rows that do not come from the server; a thread of its own, since none of the others waits for it
     */
    void run(Session holder, int connections, EarlierRows earlier) {
        int workers = snapshot.id() == null ? 0 : Math.min(connections, tasks.size()) - 1;
        synchronized (this) {
            if (!earlier.isEmpty()) {
                busyWorkers++;
                crew.start(() -> handOn(earlier));
            }
            holding = crew.start(() -> hold(holder));
            for (int i = 1; i <= workers; i++) {
                crew.start(this::work);
            }
        }
        crew.await(() -> Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while rows were being read")
                .hint("run it again; nothing of this run is kept")
                .exception());
    }

    private void hold(Session session) throws SQLException {
        Lane lane = Lane.ofHolder(session, snapshot);
        lane.join();
        try {
            for (ReadTask task = nextForHolder(session); task != null; task = nextForHolder(session)) {
                tuning.moments().accept(Moment.TASK_TAKEN);
                begin(lane, task);
                read(lane, task);
            }
            crew.finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null when nothing is left and no worker can be refused any more. */
    private @Nullable ReadTask nextForHolder(Session session) throws InterruptedException, SQLException {
        while (true) {
            synchronized (this) {
                if (crew.failed()) {
                    return null;
                }
                ReadTask task = refused.isEmpty() ? tasks.poll() : refused.poll();
                if (task != null || busyWorkers == 0) {
                    return task;
                }
                wait(KEEP_ALIVE_MILLIS);
            }
            // When this connection is lost, so is the snapshot: the workers must not go on for hours.
            session.execute("SELECT 1");
        }
    }

    private void work() throws SQLException {
        Optional<Session> opened = source.tryOpen(WAIT_FOR_CONNECTION);
        if (opened.isEmpty()) {
            LOG.debug("worker.without reason=no-connection");
            return;
        }
        try (Session session = opened.get()) {
            Lane lane = Lane.ofWorker(session, snapshot);
            try {
                lane.join();
            } catch (SQLException e) {
                // Another server behind the same address, for example: the holder needs no help.
                LOG.debug("worker.without reason=no-snapshot sqlstate={}", e.getSQLState());
                return;
            }
            for (ReadTask task = nextForWorker(); task != null; task = nextForWorker()) {
                try {
                    tuning.moments().accept(Moment.TASK_TAKEN);
                    if (begin(lane, task)) {
                        read(lane, task);
                    } else {
                        refuse(task);
                    }
                } finally {
                    workerIsFree();
                }
            }
        }
    }

    private void handOn(EarlierRows earlier) {
        try {
            earlier.read(crew::failed);
        } finally {
            workerIsFree();
        }
    }

    private synchronized @Nullable ReadTask nextForWorker() {
        ReadTask task = crew.failed() ? null : tasks.poll();
        if (task != null) {
            busyWorkers++;
        }
        return task;
    }

    private synchronized void workerIsFree() {
        busyWorkers--;
        notifyAll();
    }

    private synchronized void refuse(ReadTask task) {
        LOG.debug("worker.refused tables={}", task.sources().size());
        refused.add(task);
        // The holder may be waiting for the turn of a later piece, which would then never come.
        writer.spoolUnbounded(Objects.requireNonNull(holding));
        notifyAll();
    }

    private boolean begin(Lane lane, ReadTask task) {
        try {
            boolean locked = lane.begin(task);
            if (locked) {
                tuning.moments().accept(Moment.TASK_LOCKED);
            }
            return locked;
        } catch (SQLException e) {
            throw Failures.locking(e, task);
        }
    }

    private void read(Lane lane, ReadTask task) {
        TaskReader reader = new TaskReader(task, counts, exports);
        try {
            reader.read(lane.session);
        } catch (SQLException e) {
            throw Failures.reading(e, task, reader.current(), reader.delivered());
        } catch (IOException e) {
            throw Failures.handingOn(e, reader.current().name());
        }
        tuning.moments().accept(Moment.TASK_READ);
    }
}

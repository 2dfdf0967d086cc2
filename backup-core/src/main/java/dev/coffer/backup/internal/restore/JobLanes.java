package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.crew.Crew;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a restore with several jobs: that of the run, and as many more as can be had; one always suffices
 * (P22). Each has a thread of its own while there is work.
 */
final class JobLanes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobLanes.class);
    private static final String DOING = "restoring";
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(10);

    private final JobLane first;
    private final ConnectionSource source;
    private final int lanes;
    private final Function<Session, Transactions> transactions;
    private final Map<Integer, Optional<JobLane>> others = new ConcurrentHashMap<>();

    /**
     * The lanes, of which only the first is open.
     *
     * @param first the connection of the run, in a transaction
     * @param source where further ones come from
     * @param lanes how many there may be
     * @param transactions makes those of a further connection
     */
    JobLanes(JobLane first, ConnectionSource source, int lanes, Function<Session, Transactions> transactions) {
        this.first = first;
        this.source = source;
        this.lanes = lanes;
        this.transactions = transactions;
    }

    /** What one lane does with the work of a phase. */
    interface Hand<T> {
        /** Does one job. */
        void take(T item) throws SQLException;

        /** No more come: what was kept back is done too. */
        default void finish() throws SQLException {}
    }

    /** Does everything in the queue and commits it; the first lane's transaction is a new one afterwards. */
    <T> void run(JobQueue<T> queue, Function<JobLane, Hand<T>> hands) {
        try {
            // The others see only what is committed.
            first.transactions().next();
        } catch (SQLException e) {
            throw SqlErrors.translate(e, DOING);
        }
        Crew crew = new Crew("coffer-restore", DOING, () -> {});
        crew.start(() -> lead(crew, queue, hands.apply(first)));
        for (int i = 1; i < Math.min(lanes, queue.size()); i++) {
            int number = i;
            crew.start(() -> help(number, queue, hands));
        }
        crew.await(() -> Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted before the restore was complete")
                .exception());
    }

    private <T> void lead(Crew crew, JobQueue<T> queue, Hand<T> hand) throws SQLException {
        try {
            work(queue, hand);
            first.transactions().next();
            queue.awaitAll();
            crew.finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> void help(int number, JobQueue<T> queue, Function<JobLane, Hand<T>> hands) throws SQLException {
        JobLane lane = lane(number);
        if (lane == null) {
            return;
        }
        boolean sound = false;
        try {
            if (begin(lane)) {
                takePart(lane, queue, hands);
                sound = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!sound) {
                others.put(number, Optional.empty());
                lane.session().close();
            }
        }
    }

    private @Nullable JobLane lane(int number) {
        Optional<JobLane> known = others.get(number);
        if (known == null) {
            known = source.tryOpen(WAIT_FOR_CONNECTION)
                    .map(session -> new JobLane(session, transactions.apply(session)));
            others.put(number, known);
            LOG.debug("worker.open number={} connected={}", number, known.isPresent());
        }
        return known.orElse(null);
    }

    /** Before it takes part: behind a pooler this may wait until the first lane is done, which must not wait for it. */
    private static boolean begin(JobLane lane) {
        try {
            lane.transactions().begin();
            return true;
        } catch (SQLException e) {
            LOG.debug("worker.without reason=no-transaction sqlstate={}", e.getSQLState());
            return false;
        }
    }

    private static <T> void takePart(JobLane lane, JobQueue<T> queue, Function<JobLane, Hand<T>> hands)
            throws SQLException, InterruptedException {
        if (!queue.join()) {
            lane.transactions().end();
            return;
        }
        try {
            work(queue, hands.apply(lane));
            lane.transactions().end();
        } finally {
            queue.leave();
        }
    }

    private static <T> void work(JobQueue<T> queue, Hand<T> hand) throws SQLException, InterruptedException {
        for (JobQueue.@Nullable Job<T> job = queue.take(); job != null; job = queue.take()) {
            hand.take(job.item());
            queue.done(job);
        }
        hand.finish();
    }

    /** That of the run. */
    JobLane first() {
        return first;
    }

    /** How many there may be. */
    int size() {
        return lanes;
    }

    /** Transactions of all lanes together. */
    int transactions() {
        return first.transactions().count()
                + others.values().stream()
                        .flatMap(Optional::stream)
                        .mapToInt(lane -> lane.transactions().count())
                        .sum();
    }

    @Override
    public void close() {
        others.values().stream()
                .flatMap(Optional::stream)
                .forEach(lane -> lane.session().close());
    }
}

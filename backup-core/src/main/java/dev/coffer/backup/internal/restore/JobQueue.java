package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Work for several connections. What would wait for another's lock is not begun before that has ended: a connection that
 * waits in the server does nothing, and two could wait for each other.
 */
final class JobQueue<T> {
    private static final int ALONE = -1;

    private final List<Job<T>> waiting;
    private final int size;
    private final Map<TableName, Integer> locked = new HashMap<>();
    private int busy;

    /**
     * Something to do.
     *
     * @param item what
     * @param alone tables that nobody else may work with meanwhile
     * @param shared tables that others may share
     */
    record Job<T>(T item, Set<TableName> alone, Set<TableName> shared) {
        /** What needs no lock that another could hold. */
        static <T> Job<T> free(T item) {
            return new Job<>(item, Set.of(), Set.of());
        }
    }

    /** @param jobs in the order in which they are begun if they can */
    JobQueue(List<Job<T>> jobs) {
        waiting = new ArrayList<>(jobs);
        size = jobs.size();
    }

    static <T> JobQueue<T> free(List<T> items) {
        return new JobQueue<>(items.stream().map(Job::free).collect(Collectors.toList()));
    }

    int size() {
        return size;
    }

    /** Takes part until {@link #leave}; false when there is nothing to take part in any more. */
    synchronized boolean join() {
        if (waiting.isEmpty()) {
            return false;
        }
        busy++;
        return true;
    }

    synchronized void leave() {
        busy--;
        notifyAll();
    }

    /** Returns when everybody has left. */
    synchronized void awaitAll() throws InterruptedException {
        while (busy > 0) {
            wait();
        }
    }

    /** The next that can be begun, once there is one; null when all have been taken. */
    synchronized @Nullable Job<T> take() throws InterruptedException {
        while (!waiting.isEmpty()) {
            for (var jobs = waiting.iterator(); jobs.hasNext(); ) {
                Job<T> job = jobs.next();
                if (isFree(job)) {
                    jobs.remove();
                    lock(job);
                    return job;
                }
            }
            wait();
        }
        return null;
    }

    private boolean isFree(Job<T> job) {
        return job.alone().stream().noneMatch(locked::containsKey)
                && job.shared().stream().noneMatch(table -> locked.getOrDefault(table, 0) == ALONE);
    }

    private void lock(Job<T> job) {
        job.shared().forEach(table -> locked.merge(table, 1, Integer::sum));
        job.alone().forEach(table -> locked.put(table, ALONE));
    }

    synchronized void done(Job<T> job) {
        job.alone().forEach(locked::remove);
        job.shared().forEach(table -> locked.computeIfPresent(table, (t, count) -> count == 1 ? null : count - 1));
        notifyAll();
    }
}

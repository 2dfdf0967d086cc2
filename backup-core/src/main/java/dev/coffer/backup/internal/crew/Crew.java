package dev.coffer.backup.internal.crew;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one piece of work. The first failure interrupts them all, and so does an interruption of whoever waits for
 * them: the caller's thread does nothing itself, so that it can be interrupted wherever the others are.
 */
public final class Crew {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final String name;
    private final String doing;
    private final Runnable onFailure;
    private final List<Thread> threads = new ArrayList<>();
    private int running;
    private boolean done;
    private @Nullable Throwable failure;

    /** What a thread does. */
    @FunctionalInterface
    public interface Work {
        void run() throws SQLException;
    }

    /**
     * A crew without threads.
     *
     * @param name of the threads, which are numbered
     * @param doing what they do, for the message of an error of the driver's
     * @param onFailure is run once, at the first failure, by the thread that saw it; must not wait for another
     */
    public Crew(String name, String doing, Runnable onFailure) {
        this.name = name;
        this.doing = doing;
        this.onFailure = onFailure;
    }

    /** Starts a thread, unless something has failed. */
    public synchronized Thread start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (SQLException e) {
                        fail(SqlErrors.translate(e, doing));
                    } catch (RuntimeException | Error e) {
                        fail(e);
                    } finally {
                        ended();
                    }
                },
                name + "-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        if (failure == null) {
            running++;
            thread.start();
        }
        return thread;
    }

    /**
     * Returns, or throws the first failure, when every thread has ended.
     *
     * @param interrupted what is thrown when the calling thread is interrupted
     */
    public void await(Supplier<BackupException> interrupted) {
        Throwable first;
        synchronized (this) {
            while (running > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    fail(interrupted.get());
                }
            }
            first = failure;
        }
        if (first instanceof CancelledException) {
            Thread.currentThread().interrupt();
        }
        if (first instanceof RuntimeException e) {
            throw e;
        }
        if (first instanceof Error e) {
            throw e;
        }
    }

    private synchronized void ended() {
        running--;
        notifyAll();
    }

    private synchronized void fail(Throwable e) {
        if (done && e instanceof CancelledException) {
            // One that was still connecting when all was done.
            LOG.debug("worker.without reason=late");
        } else if (failure == null) {
            failure = e;
            onFailure.run();
            interruptOthers();
        } else if (failure != e && !(e instanceof CancelledException)) {
            failure.addSuppressed(e);
        }
        notifyAll();
    }

    /** Whether there is no sense in going on. */
    public synchronized boolean failed() {
        return failure != null;
    }

    /** Nothing is left to do: whoever is still connecting stops. */
    public synchronized void finish() {
        if (failure == null) {
            done = true;
            interruptOthers();
        }
    }

    private void interruptOthers() {
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                thread.interrupt();
            }
        }
    }
}

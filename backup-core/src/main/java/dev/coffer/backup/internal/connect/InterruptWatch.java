package dev.coffer.backup.internal.connect;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Cancels what a session is doing when the thread that waits for it is interrupted. A read from a socket does not notice
 * an interruption, so a thread of its own looks; it ends with the session.
 */
final class InterruptWatch implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);
    /** A cancel request is lost when it arrives before the statement does: it is repeated. */
    private static final Duration REPEAT = Duration.ofSeconds(1);
    /** A server that does not answer a cancel request in this time is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Runnable cancel;
    private final Runnable abort;
    private @Nullable Thread watched;
    private @Nullable Thread watcher;
    private boolean idle;
    private boolean closed;
    private int cancels;
    private long firstCancel;

    InterruptWatch(Runnable cancel, Runnable abort) {
        this.cancel = cancel;
        this.abort = abort;
    }

    /** From here on the calling thread waits for the server. */
    synchronized void begin() {
        watched = Thread.currentThread();
        cancels = 0;
        if (watcher == null) {
            watcher = new Thread(this::watch, "coffer-interrupt-watch");
            watcher.setDaemon(true);
            watcher.start();
        }
        if (idle) {
            notifyAll();
        }
    }

    /** It does not wait any more; returns only when no cancel request is under way, so that none hits the next statement. */
    synchronized void end() {
        watched = null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        watched = null;
        notifyAll();
    }

    private synchronized void watch() {
        try {
            while (!closed) {
                if (watched == null) {
                    idle = true;
                    wait();
                    idle = false;
                } else {
                    if (watched.isInterrupted()) {
                        stop(System.nanoTime());
                    }
                    wait(LOOK.toMillis());
                }
            }
        } catch (InterruptedException e) {
            // Nobody holds this thread but us; whoever found and interrupted it wants it to end.
            Thread.currentThread().interrupt();
        }
    }

    private void stop(long now) {
        if (cancels == 0) {
            firstCancel = now;
        } else if (now - firstCancel > PATIENCE.toNanos()) {
            closed = true;
            abort.run();
            return;
        }
        if (now - firstCancel >= cancels * REPEAT.toNanos()) {
            cancels++;
            cancel.run();
        }
    }
}

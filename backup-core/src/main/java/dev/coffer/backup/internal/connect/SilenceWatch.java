package dev.coffer.backup.internal.connect;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a connection up whose server has gone without a word (P21). A read timeout cannot do that: an honest CREATE INDEX is as silent. The
 * system's keepalive does it only where the other end of the TCP connection is the server and nothing is on its way to it; what was
 * sent and is not acknowledged is tried again for a quarter of an hour. So whoever waits for long asks for a {@link SignOfLife}.
 *
 * <p>A thread of its own asks; it ends with the session.
 */
final class SilenceWatch implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Patience patience;
    private final InetSocketAddress address;
    private final Runnable abort;
    private final AtomicLong signs = new AtomicLong();
    private @Nullable Thread watcher;
    private boolean waiting;
    private boolean closed;
    private volatile boolean gaveUp;

    SilenceWatch(Patience patience, InetSocketAddress address, Runnable abort) {
        this.patience = patience;
        this.address = address;
        this.abort = abort;
    }

    /** From here on the server is to answer. */
    synchronized void begin() {
        sign();
        waiting = true;
        if (watcher == null) {
            watcher = new Thread(this::watch, "coffer-silence-watch");
            watcher.setDaemon(true);
            watcher.start();
        }
    }

    /** Something came from the server, or was taken by it. Called by the thread that waits. */
    void sign() {
        signs.setOpaque(signs.getPlain() + 1);
    }

    /** Nothing is expected from the server. */
    synchronized void end() {
        waiting = false;
    }

    /** Whether the connection was ended for silence. */
    boolean gaveUp() {
        return gaveUp;
    }

    Patience patience() {
        return patience;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void watch() {
        try {
            if (address.isUnresolved() || mute()) {
                return;
            }
            while (!isClosed()) {
                long seen = signs.get();
                pause();
                if (silentSince(seen) && !answers(() -> silentSince(seen))) {
                    gaveUp = true;
                    abort.run();
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Nobody holds this thread but us; whoever found and interrupted it wants it to end.
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether the address answers no second connection while the first one works, as a tunnel for one connection does: then its silence says
     * nothing.
     */
    private boolean mute() {
        if (SignOfLife.everGiven(address) || SignOfLife.given(address, shorter(GRACE, patience.answer()))) {
            return false;
        }
        // What the server did before may have been its last sign.
        long seen = signs.get();
        return !SignOfLife.given(address, patience.answer()) && signs.get() != seen;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Asks again and again while the silence lasts. */
    private boolean answers(BooleanSupplier silent) {
        for (int i = 0; i < patience.times(); i++) {
            if (SignOfLife.given(address, patience.answer()) || !silent.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void pause() throws InterruptedException {
        long end = System.nanoTime() + patience.silence().toNanos();
        for (long left = patience.silence().toMillis(); !closed && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    private synchronized boolean silentSince(long seen) {
        return waiting && !closed && signs.get() == seen;
    }
}

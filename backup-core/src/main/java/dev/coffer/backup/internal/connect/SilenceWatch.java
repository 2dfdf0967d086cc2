package dev.coffer.backup.internal.connect;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a connection up whose server has gone without a word (P21). A read timeout cannot do that: an honest CREATE INDEX is as silent. The
 * system's keepalive does it only where the other end of the TCP connection is the server and nothing is on its way to it; what was
 * sent and is not acknowledged is tried again for a quarter of an hour. So whoever waits for long asks for a {@link SignOfLife},
 * and where one is given, a {@link BackendProbe} what the server's process is doing.
 *
 * <p>A thread of its own asks; it ends with the session.
 */
final class SilenceWatch implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Patience patience;
    private final InetSocketAddress address;
    private final LongSupplier moves;
    private final @Nullable BackendProbe probe;
    private final Runnable abort;
    /** Even while the server is to do something, odd while we do. */
    private final AtomicLong turns = new AtomicLong();

    private @Nullable Thread watcher;
    private boolean waiting;
    private boolean closed;
    private volatile @Nullable Life found;

    /**
     * @param moves grows with whatever comes from the server or is taken by it
     * @param probe where the connection is our own
     * @param abort ends the connection
     */
    SilenceWatch(
            Patience patience,
            InetSocketAddress address,
            LongSupplier moves,
            @Nullable BackendProbe probe,
            Runnable abort) {
        this.patience = patience;
        this.address = address;
        this.moves = moves;
        this.probe = probe;
        this.abort = abort;
    }

    /** From here on the server is to answer. */
    synchronized void begin() {
        turns.setOpaque((turns.getPlain() | 1) + 1);
        waiting = true;
        if (watcher == null) {
            watcher = new Thread(this::watch, "coffer-silence-watch");
            watcher.setDaemon(true);
            watcher.start();
        }
    }

    /** Something came from the server, and we are busy with it; or we are done with that. Called by the thread that waits. */
    void turn() {
        turns.setOpaque(turns.getPlain() + 1);
    }

    /** Nothing is expected from the server. */
    synchronized void end() {
        waiting = false;
    }

    /** Why the connection was ended for silence; null as long as it was not. */
    @Nullable
    SilentServerException silence() {
        Life life = found;
        return life == null ? null : new SilentServerException(patience.total(), life);
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
                Seen seen = seen();
                pause(patience.silence());
                Life life = silentSince(seen) ? ask(seen) : Life.WORKS;
                if (life != Life.WORKS) {
                    found = life;
                    abort.run();
                    if (life == Life.WAITS_FOR_US && probe != null) {
                        probe.endTransaction();
                    }
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
        Seen seen = seen();
        return !SignOfLife.given(address, patience.answer()) && !seen().equals(seen);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Asks again and again while the silence lasts; the last answer where none spoke for waiting on. */
    private Life ask(Seen seen) throws InterruptedException {
        Life life = Life.WORKS;
        for (int i = 0; i < patience.times(); i++) {
            life = SignOfLife.given(address, patience.answer()) ? probe == null ? Life.WORKS : probe.ask() : Life.NONE;
            if (life == Life.WAITS_FOR_US) {
                // What it waits for may be on its way.
                pause(patience.answer());
            }
            if (life == Life.WORKS || !silentSince(seen)) {
                return Life.WORKS;
            }
        }
        return life;
    }

    private Seen seen() {
        return new Seen(turns.get(), moves.getAsLong());
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void pause(Duration duration) throws InterruptedException {
        long until = System.nanoTime() + duration.toNanos();
        for (long left = duration.toMillis(); !closed && left > 0; ) {
            wait(left);
            left = (until - System.nanoTime()) / 1_000_000;
        }
    }

    private synchronized boolean silentSince(Seen seen) {
        return waiting && !closed && seen.turn() % 2 == 0 && seen().equals(seen);
    }

    /** Where the work stood when the watch looked. */
    private record Seen(long turn, long moves) {}
}

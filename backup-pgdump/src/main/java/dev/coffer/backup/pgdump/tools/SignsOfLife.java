package dev.coffer.backup.pgdump.tools;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** When a tool last did something, leaving out the time in which it waits for us. */
final class SignsOfLife {
    private final long limitNanos;
    private final AtomicInteger ours = new AtomicInteger();
    private volatile long last = System.nanoTime();

    /**
     * @param limit zero for none
     */
    SignsOfLife(Duration limit) {
        this.limitNanos = limit.isZero() ? 0 : limit.toNanos();
    }

    /** The tool did something. */
    void sign() {
        last = System.nanoTime();
    }

    /** We do something that the tool may have to wait for. */
    void enter() {
        ours.incrementAndGet();
    }

    void leave() {
        last = System.nanoTime();
        ours.decrementAndGet();
    }

    boolean missing() {
        return limitNanos > 0 && ours.get() == 0 && System.nanoTime() - last > limitNanos;
    }
}

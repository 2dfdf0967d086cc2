package dev.coffer.backup.pgdump;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Work in a thread of its own, whose failure is thrown where its end is waited for. */
final class Pump {
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    private Pump(Work work) {
        this.thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | RuntimeException | Error e) {
                        failure = e;
                    }
                },
                "coffer-pg-dump");
        thread.setDaemon(true);
    }

    static Pump start(Work work) {
        Pump pump = new Pump(work);
        pump.thread.start();
        return pump;
    }

    /** Throws what the work threw, if it has. */
    void check() throws IOException {
        Throwable thrown = failure;
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    void await() throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while pg_dump was running")
                    .hint("run it again; nothing of this run is kept")
                    .exception(e);
        }
        check();
    }

    /** Waits a moment for work whose tool has been ended. */
    void abandon(long millis) {
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is done. */
    interface Work {
        void run() throws IOException;
    }
}

package dev.coffer.backup.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Entry point of {@code coffer.jar}. */
public final class Main {
    private static final long PATIENCE_SECONDS = 10;

    private Main() {}

    /**
     * Runs one command and exits with its {@link ExitStatus}.
     *
     * @param args as {@code --help} lists them
     */
    public static void main(String[] args) {
        CountDownLatch done = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        // Ctrl-C and SIGTERM: the run is told to stop and gets the time to remove what it has begun.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, done), "coffer-stop"));
        int status = Shell.run(Terminal.ofProcess(), args);
        done.countDown();
        System.exit(status);
    }

    /** Waits for the work and not for the thread: that one ends in {@code System.exit}, which waits for this. */
    private static void stop(Thread worker, CountDownLatch done) {
        if (done.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("coffer: what was begun could not be removed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

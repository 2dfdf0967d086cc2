package dev.coffer.backup.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/** Entry point of {@code coffer.jar}. */
public final class Main {
    private static final long PATIENCE_MILLIS = 10_000;

    private Main() {}

    /**
     * Runs one command and exits with its {@link ExitStatus}.
     *
     * @param args as {@code --help} lists them
     */
    public static void main(String[] args) {
        AtomicBoolean done = new AtomicBoolean();
        Thread worker = Thread.currentThread();
        // Ctrl-C and SIGTERM: the run is told to stop and gets the time to remove what it has begun.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, done), "coffer-stop"));
        int status = Shell.run(Terminal.ofProcess(), args);
        done.set(true);
        System.exit(status);
    }

    private static void stop(Thread worker, AtomicBoolean done) {
        if (done.get()) {
            return;
        }
        worker.interrupt();
        try {
            worker.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

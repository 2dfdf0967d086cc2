package dev.coffer.backup.pgdump.tools;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.pgdump.tools.ToolMessage.Level;
import dev.coffer.backup.spi.LibpqConnection;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tool that runs. It is started without a shell and with a cleaned environment; its password lies in a file that is deleted in
 * every outcome; it dies when this is closed, when it gives no sign of life for too long, and with the JVM.
 *
 * <p>One thread drains and awaits it; {@link #close} may come from any thread.
 */
public final class ToolRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRun.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int KEPT_MESSAGES = 1000;
    private static final int BLOCK = 1 << 16;

    private final ToolCall call;
    private final Process process;
    private final @Nullable PasswordFile passwordFile;
    private final SignsOfLife signs;
    private final List<ToolMessage> messages = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread errorReader;
    private volatile boolean silent;
    private volatile @Nullable IOException feedFailure;

    private ToolRun(
            ToolCall call, Process process, @Nullable PasswordFile passwordFile, Consumer<ToolMessage> listener) {
        this.call = call;
        this.process = process;
        this.passwordFile = passwordFile;
        this.signs = new SignsOfLife(call.silence());
        this.errorReader = daemon("coffer-tool-errors", () -> readErrors(listener));
    }

    /**
     * Starts a tool.
     *
     * @param listener is told each message as it comes, from a thread of its own
     */
    public static ToolRun start(ToolCall call, Consumer<ToolMessage> listener) {
        LibpqConnection connection = call.connection();
        ProcessBuilder builder = new ProcessBuilder(call.command());
        Environment.clean(builder.environment());
        builder.environment().put("PGAPPNAME", "coffer");
        PasswordFile passwordFile = null;
        try {
            if (connection != null && connection.password() != null) {
                passwordFile = PasswordFile.create(connection.password());
                builder.environment().put("PGPASSFILE", passwordFile.file().toString());
            }
            ToolRun run = new ToolRun(call, builder.start(), passwordFile, listener);
            RunningTools.add(run);
            run.errorReader.start();
            daemon("coffer-tool-watch", run::watch).start();
            LOG.debug("tool.started tool={} pid={}", call.tool(), run.process.pid());
            return run;
        } catch (IOException e) {
            if (passwordFile != null) {
                passwordFile.close();
            }
            throw Problem.of(ErrorCode.TOOL_FAILED, call.tool() + " cannot be started: " + e.getMessage())
                    .hint("check that " + call.program() + " can be run, and that there is space for temporary files")
                    .exception(e);
        }
    }

    /** The process's number, for tests and logs. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended yet. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Something that the tool does has been seen elsewhere, such as a file that grows. */
    public void sign() {
        signs.sign();
    }

    /** Copies the tool's standard output to its end. */
    public void drainTo(OutputStream out) throws IOException {
        InputStream in = process.getInputStream();
        byte[] block = new byte[BLOCK];
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            signs.enter();
            try {
                out.write(block, 0, n);
            } finally {
                signs.leave();
            }
        }
    }

    /** The tool's standard input, for whoever writes to it in its own thread. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** Copies this to the tool's standard input, in a thread of its own; {@link #await} reports what cannot be read. */
    public void feed(InputStream in) {
        daemon("coffer-tool-input", () -> {
                    try (OutputStream out = process.getOutputStream()) {
                        copy(in, out);
                    } catch (IOException e) {
                        LOG.debug("tool.input.closed tool={} error={}", call.tool(), e.toString());
                    }
                })
                .start();
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK];
        while (true) {
            int n;
            signs.enter();
            try {
                n = in.read(block);
            } catch (IOException e) {
                feedFailure = e;
                kill();
                return;
            } finally {
                signs.leave();
            }
            if (n < 0) {
                return;
            }
            // A tool that has read enough closes its end; its exit status says whether all is well.
            out.write(block, 0, n);
            signs.sign();
        }
    }

    /**
     * Waits until the tool has ended.
     *
     * @return its warnings and errors
     * @throws dev.coffer.backup.BackupException when it did not end with status 0, or not in time
     */
    public List<ToolMessage> await() throws IOException {
        int exit = awaitExit();
        if (exit != 0) {
            throw ToolErrors.problem(call.tool(), exit, messages()).exception();
        }
        return messages();
    }

    /**
     * Waits until the tool has ended, however that was.
     *
     * @return its exit status
     * @throws dev.coffer.backup.BackupException when it did not end in time, or the thread was interrupted
     */
    public int awaitExit() throws IOException {
        try {
            int exit = process.waitFor();
            // A child of its own may hold standard error open for longer.
            errorReader.join(GRACE.toMillis());
            IOException unread = feedFailure;
            if (unread != null) {
                throw unread;
            }
            if (silent) {
                throw Problem.of(
                                ErrorCode.TOOL_SILENT,
                                call.tool() + " gave no sign of life for "
                                        + call.silence().toSeconds() + " seconds and was ended")
                        .hint(
                                "look in pg_stat_activity for what it waits for (application coffer), or wait longer with silence")
                        .exception();
            }
            if (closed.get()) {
                throw Problem.of(ErrorCode.TOOL_FAILED, call.tool() + " was ended because the run was")
                        .exception();
            }
            LOG.debug("tool.ended tool={} status={}", call.tool(), exit);
            return exit;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while " + call.tool() + " was running")
                    .exception(e);
        }
    }

    /** The problem that an exit status stands for. */
    public Problem problem(int exit) {
        return ToolErrors.problem(call.tool(), exit, messages());
    }

    /** Warnings and errors so far; of very many the first. */
    public List<ToolMessage> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    private void readErrors(Consumer<ToolMessage> listener) {
        String password = call.connection() == null ? null : call.connection().password();
        MessageParser parser = new MessageParser(password == null ? "" : password, message -> {
            if (message.level() != Level.INFO) {
                keep(message);
            }
            listener.accept(message);
        });
        BoundedLines lines = new BoundedLines(new BufferedInputStream(process.getErrorStream()));
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                signs.sign();
                parser.line(line);
            }
        } catch (IOException e) {
            LOG.debug("tool.errors.closed tool={} error={}", call.tool(), e.toString());
        }
        parser.end();
    }

    private void keep(ToolMessage message) {
        synchronized (messages) {
            if (messages.size() == KEPT_MESSAGES) {
                messages.remove(KEPT_MESSAGES - 1);
            }
            messages.add(message);
        }
    }

    private void watch() {
        try {
            while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
                if (signs.missing()) {
                    silent = true;
                    kill();
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a JVM that ends.
            Thread.currentThread().interrupt();
        }
    }

    /** Politely first, so that the tool can cancel what the server does for it; wrappers' children too. */
    private void kill() {
        List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        family.forEach(ProcessHandle::destroy);
        long until = System.nanoTime() + GRACE.toNanos();
        boolean interrupted = false;
        while (family.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < until) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        family.forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Ends the tool if it still runs, and deletes its password. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (process.isAlive()) {
            kill();
        }
        if (passwordFile != null) {
            passwordFile.close();
        }
        RunningTools.remove(this);
    }
}

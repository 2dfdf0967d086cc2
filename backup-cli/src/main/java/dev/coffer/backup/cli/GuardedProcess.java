package dev.coffer.backup.cli;

import dev.coffer.backup.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A command that a guard runs. What it prints goes to standard error; its standard input is ours. */
final class GuardedProcess {
    private static final long PATIENCE_SECONDS = 5;

    private final Terminal terminal;
    private final List<String> command;

    GuardedProcess(Terminal terminal, List<String> command) {
        this.terminal = terminal;
        this.command = command;
    }

    /** The command did not do its work. Its arguments may hold a password, so that the message has only its name. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final ErrorCode code;
        private final String what;

        Failure(ErrorCode code, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.code = code;
            this.what = message;
        }

        ErrorCode code() {
            return code;
        }

        String what() {
            return what;
        }
    }

    /** Returns when it ended with status 0. */
    int run() {
        Process process = start();
        Thread printing = new Thread(() -> print(process.getInputStream()), "coffer-guarded");
        printing.setDaemon(true);
        printing.start();
        int status;
        try {
            status = process.waitFor();
            printing.join();
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw new Failure(ErrorCode.INTERRUPTED, "the command " + command.get(0) + " was stopped", e);
        }
        if (status != 0) {
            throw new Failure(
                    ErrorCode.TOOL_FAILED, "the command " + command.get(0) + " ended with status " + status, null);
        }
        return status;
    }

    private Process start() {
        try {
            return new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new Failure(ErrorCode.TOOL_MISSING, "the command " + command.get(0) + " cannot be started", e);
        }
    }

    private void print(InputStream output) {
        try (output) {
            output.transferTo(terminal.err());
        } catch (IOException e) {
            terminal.tell("what the command prints cannot be read any more: " + e.getMessage());
        }
    }

    /** An open transaction of it would keep the guard from restoring. */
    private static void end(Process process) {
        process.destroy();
        boolean ended = false;
        try {
            ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            process.destroyForcibly();
        }
    }
}

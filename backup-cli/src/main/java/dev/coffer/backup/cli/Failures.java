package dev.coffer.backup.cli;

import dev.coffer.backup.BackupException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** Says what went wrong: the problem and its hint, never a secret, and no stack trace that nobody asked for. */
final class Failures {
    private static final Pattern SECRETS =
            Pattern.compile("\\b(?:jdbc:)?postgres(?:ql)?:\\S*|\\bpassword\\s*=\\s*\\S+", Pattern.CASE_INSENSITIVE);

    private Failures() {}

    static int misuse(Terminal terminal, ParameterException misuse) {
        String message = String.valueOf(misuse.getMessage()).replaceFirst("^Error: ", "");
        terminal.tell("coffer: " + SECRETS.matcher(message).replaceAll("(connection string)"));
        terminal.tell(
                "Hint: " + misuse.getCommandLine().getCommandSpec().qualifiedName() + " --help lists what it takes");
        return ExitStatus.USAGE;
    }

    static int failed(Terminal terminal, Throwable failure, boolean verbose) {
        if (failure instanceof BackupException known) {
            terminal.tell("coffer: " + ShellWords.of(known.problem()));
        } else {
            terminal.tell("coffer: internal error: " + failure.getClass().getName());
            terminal.tell("Hint: this is a fault of Coffer's; please report it with what --verbose prints");
        }
        if (verbose) {
            trace(terminal, failure);
        }
        return ExitStatus.FAILED;
    }

    /** The causes of our own exceptions are free of secrets and values; texts of others are left out, since nobody vouches for them. */
    private static void trace(Terminal terminal, Throwable failure) {
        boolean vouched = failure instanceof BackupException;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = vouched && cause != failure ? ": " + cause.getMessage() : "";
            terminal.tell(
                    (cause == failure ? "" : "caused by ") + cause.getClass().getName() + message);
            for (StackTraceElement frame : cause.getStackTrace()) {
                terminal.tell("    at " + frame);
            }
        }
    }
}

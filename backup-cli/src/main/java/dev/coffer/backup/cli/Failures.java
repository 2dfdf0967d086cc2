package dev.coffer.backup.cli;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Location;
import dev.coffer.backup.Problem;
import java.io.PrintStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** Says what went wrong: the problem and its hint, never a secret, and no stack trace that nobody asked for. */
final class Failures {
    private static final Pattern SECRETS =
            Pattern.compile("\\b(?:jdbc:)?postgres(?:ql)?:\\S*|\\bpassword\\s*=\\s*\\S+", Pattern.CASE_INSENSITIVE);
    private static final String NO_COMMAND = "coffer";

    private Failures() {}

    static int misuse(Terminal terminal, ParameterException misuse, boolean json) {
        String given = ShellWords.of(String.valueOf(misuse.getMessage()).replaceFirst("^Error: ", ""));
        String message = SECRETS.matcher(given).replaceAll("(connection string)");
        String hint = misuse.getCommandLine().getCommandSpec().qualifiedName() + " --help lists what it takes";
        terminal.tell("coffer: " + message);
        terminal.tell("Hint: " + hint);
        if (json) {
            String command = misuse.getCommandLine().getCommandName();
            print(
                    terminal.out(),
                    ExitStatus.USAGE,
                    command.equals(NO_COMMAND) ? null : command,
                    error("shell.misuse", message, hint));
        }
        return ExitStatus.USAGE;
    }

    static int failed(Terminal terminal, Throwable failure, String command, CofferCommand coffer) {
        int status = ExitStatus.FAILED;
        Values error;
        if (failure instanceof BackupException known) {
            Problem problem = ShellWords.of(known.problem());
            status = known.code() == ErrorCode.ALREADY_RUNNING ? ExitStatus.BUSY : status;
            terminal.tell("coffer: " + problem);
            error = new Values();
            problem(problem, error);
        } else {
            String message = "internal error: " + failure.getClass().getName();
            String hint = "this is a fault of Coffer's; please report it with what --verbose prints";
            terminal.tell("coffer: " + message);
            terminal.tell("Hint: " + hint);
            error = error("shell.internal", message, hint);
        }
        if (coffer.verbose) {
            trace(terminal, failure);
        }
        if (coffer.output == Output.json) {
            print(coffer.results(), status, command, error);
        }
        return status;
    }

    /** A problem for programs; what is not known of its place is left out. */
    static void problem(Problem problem, Values into) {
        Location where = problem.where();
        into.put("code", problem.code().toString())
                .put("message", problem.what())
                .put("hint", problem.hint());
        known(into, "object", where.object());
        known(into, "table", where.table());
        known(into, "row", where.row() > 0 ? where.row() : null);
        known(into, "column", where.column());
        known(into, "file", where.file());
        known(into, "line", where.line() > 0 ? where.line() : null);
    }

    private static void known(Values into, String key, @Nullable Object value) {
        if (value != null) {
            into.put(key, value);
        }
    }

    private static Values error(String code, String message, String hint) {
        return new Values().put("code", code).put("message", message).put("hint", hint);
    }

    private static void print(PrintStream out, int status, @Nullable String command, Values error) {
        out.println(new Outcome(status, text -> {}, values -> values.put("error", error)).line(command));
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

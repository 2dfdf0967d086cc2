package dev.coffer.backup.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes and asks.
 *
 * @param in standard input: a backup, where a command is told to read one there
 * @param out standard output: results
 * @param err standard error: progress, warnings, failures
 * @param interactive whether somebody watches and can answer
 * @param environment gives the value of a variable, or null
 * @param ask shows a question and gives the answer, or null where there was none
 * @param askSecret shows a question and gives the answer, which is not echoed, or null where there was none
 */
record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        Function<String, @Nullable String> environment,
        Function<String, char @Nullable []> askSecret,
        Function<String, @Nullable String> ask) {

    @SuppressWarnings("SystemConsoleNull") // null on JDK 17 to 21; isTerminal tells since 22
    static Terminal ofProcess() {
        Console console = System.console();
        boolean watched = console != null && isTerminal(console) && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(
                System.in,
                utf8(System.out),
                utf8(System.err),
                watched,
                System::getenv,
                question -> console == null ? null : console.readPassword("%s", question),
                question -> console == null ? null : console.readLine("%s", question));
    }

    /** Since JDK 22 there is a console without a terminal too, and it can be asked. */
    private static boolean isTerminal(Console console) {
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    void print(String line) {
        out.println(Printable.of(line));
    }

    void tell(String line) {
        err.println(Printable.of(line));
    }
}

package dev.coffer.backup.cli;

import dev.coffer.backup.PostgresDatabase;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What all commands share. */
@Command(
        name = "coffer",
        description = "Backs up a PostgreSQL database to JSON, CSV and dumps, and restores it.",
        mixinStandardHelpOptions = true,
        versionProvider = CofferCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 complete, 3 complete but for skips that are named, 1 failed,",
            "2 not understood, 4 not begun, since another backup is being taken.",
            "A connection string on a command line is seen by everybody who can list",
            "processes: POSTGRES_URL, env:NAME and file:PATH are not."
        })
final class CofferCommand implements Runnable {
    final Terminal terminal;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Also print where in the program it failed.")
    boolean verbose;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            scope = ScopeType.INHERIT,
            defaultValue = "text",
            description = "What standard output gets: text, or one line of json, failures included (text).")
    Output output = Output.text;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Standard output carries a backup, so that what a program or a person is told goes to standard error. */
    private boolean streams;

    CofferCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Standard output for a backup; from now on nothing else is written there. */
    OutputStream stream() {
        streams = true;
        return new StandardOutput(terminal.out());
    }

    /** Where the line of JSON goes. */
    PrintStream results() {
        return streams ? terminal.err() : terminal.out();
    }

    /** Does something with a database while its progress is shown; asks for the password where nobody has given it. */
    <T> T watched(@Nullable String url, BiFunction<PostgresDatabase, ProgressView, T> work) {
        Databases databases = new Databases(terminal);
        return databases.with(databases.of(url), database -> {
            try (ProgressView progress = ProgressView.on(terminal)) {
                return work.apply(database, progress);
            }
        });
    }

    /** Does something without a database while its progress is shown. */
    <T> T shown(Function<ProgressView, T> work) {
        try (ProgressView progress = ProgressView.on(terminal)) {
            return work.apply(progress);
        }
    }

    /** Reads arguments; what the library finds wrong with one is misuse of the command line. */
    static <T> T arguments(CommandSpec command, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }

    /** The version that the jar's manifest carries. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CofferCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "coffer " + Objects.requireNonNullElse(version, "(built from source)"),
                "picocli " + CommandLine.VERSION + ", Java " + System.getProperty("java.version")
            };
        }
    }
}

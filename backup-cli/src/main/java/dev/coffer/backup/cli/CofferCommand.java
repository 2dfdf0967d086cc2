package dev.coffer.backup.cli;

import java.util.Objects;
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
        description = "Backs up a PostgreSQL database to JSON and CSV, and restores it.",
        subcommands = {BackupCommand.class, RestoreCommand.class, ListCommand.class, InfoCommand.class},
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = CofferCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 complete, 3 complete but for skips that are named, 1 failed, 2 not understood.",
            "A connection string on a command line is seen by everybody who can list processes:",
            "POSTGRES_URL, env:NAME and file:PATH are not."
        })
final class CofferCommand implements Runnable {
    final Terminal terminal;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Also print where in the program it failed.")
    boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    CofferCommand(Terminal terminal) {
        this.terminal = terminal;
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

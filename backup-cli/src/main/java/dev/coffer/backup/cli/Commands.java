package dev.coffer.backup.cli;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands, in the order in which help lists them. Building one takes as long as starting the rest of the shell, so only those
 * that the command line can mean are built; the others are a name and a description.
 */
final class Commands {
    private static final List<Class<? extends Subcommand>> ALL = List.of(
            BackupCommand.class,
            RestoreCommand.class,
            RecoverCommand.class,
            LoadCommand.class,
            RecordCommand.class,
            ListCommand.class,
            InfoCommand.class,
            DoctorCommand.class,
            VerifyCommand.class,
            DrillCommand.class,
            CompareCommand.class,
            GuardCommand.class,
            PruneCommand.class,
            HoldCommand.class,
            ReportCommand.class,
            ArchiveCommand.class,
            CopyCommand.class);

    /** An argument that begins so is a file with more of them. */
    private static final String FILE_OF_ARGUMENTS = "@";

    private Commands() {}

    /** Adds those that these arguments can mean, and the names of the others. */
    static void add(CommandLine coffer, String... args) {
        Set<String> words = new HashSet<>(Arrays.asList(args));
        boolean hidden = false;
        for (String word : words) {
            hidden |= word.startsWith(FILE_OF_ARGUMENTS);
        }
        for (Class<? extends Subcommand> type : ALL) {
            Command said = type.getAnnotation(Command.class);
            coffer.addSubcommand(hidden || words.contains(said.name()) ? built(type, coffer) : name(said));
        }
    }

    private static CommandLine built(Class<? extends Subcommand> type, CommandLine coffer) {
        CommandLine built = new CommandLine(type);
        built.getCommandSpec()
                .usageMessage()
                .footer(coffer.getCommandSpec().usageMessage().footer());
        return built;
    }

    private static CommandLine name(Command said) {
        CommandSpec spec = CommandSpec.create().name(said.name());
        spec.usageMessage().description(said.description());
        return new CommandLine(spec);
    }
}

package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(name = "hold", description = "Keeps a backup from being pruned, or gives that up.")
final class HoldCommand extends Subcommand {
    @Parameters(paramLabel = "BACKUP", description = "A backup's directory.")
    private Path backup = Path.of("");

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    /** Exactly one. */
    static final class Choice {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Hold it, and why: one line.")
        private @Nullable String reason;

        @Option(names = "--release", description = "Hold it no longer.")
        private boolean release;
    }

    @Override
    Outcome run() {
        Backup opened = Backup.open(backup);
        if (choice.release || choice.reason == null) {
            opened.release();
            return held(null);
        }
        try {
            opened.hold(choice.reason);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return held(choice.reason);
    }

    private Outcome held(@Nullable String reason) {
        return Outcome.complete(
                terminal -> {}, values -> values.put("directory", backup).put("held", reason));
    }
}

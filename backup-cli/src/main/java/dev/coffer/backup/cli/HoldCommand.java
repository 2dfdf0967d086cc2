package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "hold", description = "Keeps a backup from being pruned, or gives that up.")
final class HoldCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

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
    public Integer call() {
        Backup opened = Backup.open(backup);
        if (choice.release || choice.reason == null) {
            opened.release();
            return ExitStatus.COMPLETE;
        }
        try {
            opened.hold(choice.reason);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return ExitStatus.COMPLETE;
    }
}

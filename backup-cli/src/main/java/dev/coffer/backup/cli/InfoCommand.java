package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "info", description = "Says what a backup holds: tables with their rows, files, and what was skipped.")
final class InfoCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CofferCommand coffer;

    @Parameters(paramLabel = "BACKUP", description = "A backup's directory.")
    private Path backup = Path.of("");

    @Override
    public Integer call() {
        Reports.info(coffer.terminal, Backup.open(backup));
        return ExitStatus.COMPLETE;
    }
}

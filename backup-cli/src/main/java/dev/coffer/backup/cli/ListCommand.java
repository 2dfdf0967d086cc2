package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "list", description = "Lists the complete backups in a folder, oldest first.")
final class ListCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CofferCommand coffer;

    @Parameters(paramLabel = "DIR", defaultValue = "database_backups", description = "The folder (${DEFAULT-VALUE}).")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        List<Backup> backups = Backup.list(folder);
        if (backups.isEmpty()) {
            coffer.terminal.tell("no complete backup in " + folder);
        }
        Reports.list(coffer.terminal, backups);
        return ExitStatus.COMPLETE;
    }
}

package dev.coffer.backup.cli;

import dev.coffer.backup.BackupHistory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "report",
        description = "Writes one page with the growth of each database and its backups, to look at in a browser.")
final class ReportCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CofferCommand coffer;

    @Parameters(paramLabel = "DIR", defaultValue = "database_backups", description = "The folder (${DEFAULT-VALUE}).")
    private Path folder = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "The new file (${DEFAULT-VALUE}).")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        BackupHistory.writePage(folder, file);
        coffer.terminal.print(file.toString());
        return ExitStatus.COMPLETE;
    }
}

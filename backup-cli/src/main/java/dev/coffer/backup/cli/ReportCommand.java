package dev.coffer.backup.cli;

import dev.coffer.backup.BackupHistory;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description = "Writes one page with the growth of each database and its backups, to look at in a browser.")
final class ReportCommand extends Subcommand {
    @Parameters(paramLabel = "DIR", defaultValue = "database_backups", description = "The folder (${DEFAULT-VALUE}).")
    private Path folder = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "The new file (${DEFAULT-VALUE}).")
    private Path file = Path.of("");

    @Override
    Outcome run() {
        BackupHistory.writePage(folder, file);
        return Outcome.complete(terminal -> terminal.print(file.toString()), values -> values.put("file", file));
    }
}

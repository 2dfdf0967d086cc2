package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "info", description = "Says what a backup holds: tables with their rows, files, and what was skipped.")
final class InfoCommand extends Subcommand {
    @Parameters(paramLabel = "BACKUP", description = "A backup's directory.")
    private Path backup = Path.of("");

    @Override
    Outcome run() {
        Backup opened = Backup.open(backup);
        return Outcome.complete(
                terminal -> Reports.info(terminal, opened), values -> StoredValues.info(values, opened));
    }
}

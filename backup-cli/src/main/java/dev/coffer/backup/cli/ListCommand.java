package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "list", description = "Lists the complete backups in a folder, oldest first.")
final class ListCommand extends Subcommand {
    @Parameters(paramLabel = "DIR", defaultValue = "database_backups", description = "The folder (${DEFAULT-VALUE}).")
    private Path folder = Path.of("");

    @Override
    Outcome run() {
        List<Backup> backups = Backup.list(folder);
        return Outcome.complete(
                terminal -> Reports.list(terminal, folder, backups),
                values -> StoredValues.list(values, folder, backups));
    }
}

package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "archive", description = "Writes a whole backup into one file.")
final class ArchiveCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "BACKUP", description = "A backup's directory.")
    private Path backup = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "The new file; it ends in .tar.gz or .tar.zst.")
    private Path file = Path.of("");

    @Override
    Outcome run() {
        Path written = coffer.shown(progress -> Backup.open(backup).archiveTo(file, progress));
        return Outcome.complete(
                terminal -> terminal.print(written.toString()), values -> values.put("archive", written));
    }
}

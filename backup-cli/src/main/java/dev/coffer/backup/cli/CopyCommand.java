package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "copy",
        description = "Copies a backup, or extracts an archive, and reads every file again where it arrived."
                + " The last line that it prints is the new directory.")
final class CopyCommand extends Subcommand {
    @Parameters(
            index = "0",
            paramLabel = "BACKUP",
            description = "A backup's directory, an archive of one, or - for an archive on standard input.")
    private Path backup = Path.of("");

    @Parameters(index = "1", paramLabel = "DIR", description = "The folder in which the copy gets its own.")
    private Path to = Path.of("");

    @Override
    Outcome run() {
        Backup copy = backup.equals(GivenBackup.STANDARD_INPUT)
                ? coffer.shown(progress -> Backup.readFrom(coffer.terminal.in(), to, progress))
                : coffer.shown(progress -> Backup.open(backup).copyTo(to, progress));
        return Outcome.complete(
                terminal -> terminal.print(copy.directory().toString()),
                values -> values.put("directory", copy.directory()));
    }
}

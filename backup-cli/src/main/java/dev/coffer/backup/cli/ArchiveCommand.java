package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "archive", description = "Writes a whole backup into one file.")
final class ArchiveCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CofferCommand coffer;

    @Parameters(index = "0", paramLabel = "BACKUP", description = "A backup's directory.")
    private Path backup = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "The new file; it ends in .tar.gz or .tar.zst.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        coffer.terminal.print(Backup.open(backup).archiveTo(file).toString());
        return ExitStatus.COMPLETE;
    }
}

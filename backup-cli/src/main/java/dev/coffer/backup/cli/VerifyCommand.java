package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.VerifyReport;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description =
                "Reads a whole backup, files and rows, and names everything that is wrong with it. Needs no database.")
final class VerifyCommand extends Subcommand {
    @Parameters(paramLabel = "BACKUP", description = "A backup's directory or archive.")
    private Path backup = Path.of("");

    @Option(
            names = "--leave-proof",
            description = "Leave beside the backup that it was found good; prune keeps such ones.")
    private boolean leaveProof;

    @Override
    Outcome run() {
        Backup opened = Backup.open(backup);
        VerifyReport report = coffer.shown(progress -> opened.verify(
                progress, Stream.of(Format.values()).map(Format::strategy).toArray(RestoreStrategy[]::new)));
        if (report.isSound() && leaveProof) {
            opened.leaveProof(report.proof());
        }
        return new Outcome(
                report.isSound() ? ExitStatus.COMPLETE : ExitStatus.FAILED,
                terminal -> LivingReports.verify(terminal, report),
                values -> LivingValues.verify(values, report));
    }
}

package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import dev.coffer.backup.DrillReport;
import dev.coffer.backup.RestoreStrategy;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drill",
        description = "Proves a backup: restores it into a database of its own, compares, drops that database again.")
final class DrillCommand extends Subcommand {
    @Parameters(paramLabel = "BACKUP", description = "A backup's directory.")
    private Path backup = Path.of("");

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Any database on the server to drill on; POSTGRES_URL unless given.")
    private @Nullable String server;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            split = ",",
            defaultValue = "json,csv",
            description = "What to read: ${COMPLETION-CANDIDATES}; the first that the backup holds (${DEFAULT-VALUE}).")
    private List<Format> formats = List.of();

    @Override
    Outcome run() {
        Backup opened = Backup.open(backup);
        DrillReport report = coffer.watched(
                server,
                (database, progress) -> opened.drill(
                        database,
                        progress,
                        formats.stream().distinct().map(Format::strategy).toArray(RestoreStrategy[]::new)));
        if (report.passed()) {
            opened.leaveProof(report.proof());
        }
        return new Outcome(
                report.passed() ? ExitStatus.COMPLETE : ExitStatus.FAILED,
                terminal -> LivingReports.drill(terminal, report),
                values -> LivingValues.drill(values, report));
    }
}

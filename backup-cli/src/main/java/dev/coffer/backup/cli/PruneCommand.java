package dev.coffer.backup.cli;

import dev.coffer.backup.PruneReport;
import dev.coffer.backup.RetentionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "prune",
        description =
                "Says which backups of a folder no rule keeps, and with --apply removes them. The newest good one of"
                        + " each database, the newest that was proved, and those that are held always stay.")
final class PruneCommand extends Subcommand {
    @Parameters(paramLabel = "DIR", defaultValue = "database_backups", description = "The folder (${DEFAULT-VALUE}).")
    private Path folder = Path.of("");

    @Option(
            names = "--keep-last",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = "" + RetentionPolicy.DEFAULT_LAST,
            description = "Keep the last N of each database (${FALLBACK-VALUE}).")
    private @Nullable Integer last;

    @Option(names = "--keep-days", paramLabel = "N", description = "Keep what is younger than N days.")
    private @Nullable Integer days;

    @Option(names = "--keep-quarterly", description = "Keep one of each quarter of a year.")
    private boolean quarterly;

    @Option(
            names = "--archive-to",
            paramLabel = "DIR",
            description = "Keep one of each quarter there: moved when its quarter is over and no other rule keeps it.")
    private @Nullable Path archive;

    @Option(names = "--apply", description = "Remove; without it nothing is touched.")
    private boolean apply;

    @Override
    Outcome run() {
        RetentionPolicy policy = policy();
        PruneReport report = apply ? coffer.shown(progress -> policy.prune(folder, progress)) : policy.preview(folder);
        return new Outcome(
                report.failures().isEmpty() ? ExitStatus.COMPLETE : ExitStatus.FAILED,
                terminal -> LivingReports.prune(terminal, report),
                values -> LivingValues.prune(values, report));
    }

    private RetentionPolicy policy() {
        RetentionPolicy.Builder policy = RetentionPolicy.builder();
        try {
            if (last != null) {
                policy.keepLast(last);
            }
            if (days != null) {
                if (days < 1) {
                    throw new IllegalArgumentException("--keep-days must be at least 1: " + days);
                }
                policy.keepWithin(Duration.ofDays(days));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (last == null && days == null && !quarterly && archive == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no rule was given: --keep-last, --keep-days, --keep-quarterly or --archive-to");
        }
        if (archive != null) {
            return policy.keepOneAQuarterIn(archive).build();
        }
        return (quarterly ? policy.keepOneAQuarter() : policy).build();
    }
}

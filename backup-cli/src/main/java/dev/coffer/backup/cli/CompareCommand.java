package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import dev.coffer.backup.ComparisonPlan;
import dev.coffer.backup.ComparisonReport;
import dev.coffer.backup.RestoreStrategy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        description = "Says what changed since a backup: in a later backup, or in the live database. Exit status 1 when"
                + " something did.")
final class CompareCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "BACKUP", description = "The earlier backup's directory.")
    private Path before = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "LATER", description = "The later backup's directory.")
    private @Nullable Path after;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "Instead of LATER, the live database: postgresql://…, jdbc:postgresql://…, env:NAME or file:PATH.")
    private @Nullable String database;

    @Option(
            names = "--details",
            paramLabel = "FILE",
            description =
                    "Write the rows that differ, with their values, to this new file: .csv, .jsonl, else readable text.")
    private @Nullable Path details;

    @Override
    Outcome run() {
        if ((after == null) == (database == null)) {
            throw new ParameterException(spec.commandLine(), "give either a later backup or --database");
        }
        Path later = after;
        ComparisonReport report = later == null
                ? coffer.watched(
                        database,
                        (live, progress) -> plan(progress).after(live).build().run())
                : coffer.shown(progress ->
                        plan(progress).after(Backup.open(later)).build().run());
        return new Outcome(
                report.isSame() ? ExitStatus.COMPLETE : ExitStatus.FAILED,
                terminal -> LivingReports.comparison(terminal, report),
                values -> LivingValues.comparison(values, report));
    }

    private ComparisonPlan.Builder plan(ProgressView progress) {
        ComparisonPlan.Builder plan = ComparisonPlan.builder()
                .before(Backup.open(before))
                .listener(progress)
                .strategy(Stream.of(Format.values()).map(Format::strategy).toArray(RestoreStrategy[]::new));
        return details == null ? plan : plan.details(details, form(details));
    }

    private static ComparisonPlan.Details form(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return ComparisonPlan.Details.CSV;
        }
        return name.endsWith(".jsonl") ? ComparisonPlan.Details.JSON_LINES : ComparisonPlan.Details.TEXT;
    }
}

package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BesidePlan;
import dev.coffer.backup.BesideReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RecoveryPlan;
import dev.coffer.backup.RecoveryPreview;
import dev.coffer.backup.RecoveryReport;
import dev.coffer.backup.RestoreStrategy;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "recover",
        description =
                "Brings rows that the live database lost back from a backup, in one transaction; deletes nothing.")
final class RecoverCommand extends Subcommand {
    @Parameters(paramLabel = "BACKUP", description = "A backup's directory, or an archive of one.")
    private Path backup = Path.of("");

    @Option(
            names = "--into",
            paramLabel = "URL",
            required = true,
            description = "The live database: postgresql://…, jdbc:postgresql://…, env:NAME or file:PATH.")
    private String target = "";

    @Mixin
    private TableOptions tables = new TableOptions();

    @Option(
            names = "--where",
            paramLabel = "TABLE=CONDITION",
            description =
                    "Only the rows of the backup for which an SQL condition is true; it reaches the server as it is,"
                            + " and can write nothing.")
    private List<String> wheres = List.of();

    @Option(
            names = "--overwrite-changed",
            description = "Also give rows that changed the values of the backup; otherwise they are only counted.")
    private boolean overwrite;

    @Option(
            names = "--beside",
            paramLabel = "NAME",
            description =
                    "Instead create the one table that --table names beside the live one, under this name, with its"
                            + " rows, checks and indexes.")
    private @Nullable String beside;

    @Option(names = "--dry-run", description = "Count what is missing and what changed, and change nothing.")
    private boolean dryRun;

    @Override
    Outcome run() {
        if (beside != null) {
            return beside(beside);
        }
        if (dryRun) {
            RecoveryPreview preview = coffer.watched(
                    target,
                    (database, progress) -> CofferCommand.arguments(spec, () -> plan(database, progress))
                            .preview());
            return new Outcome(
                    preview.skips().isEmpty() ? ExitStatus.COMPLETE : ExitStatus.SKIPS,
                    terminal -> terminal.print(preview.toString().stripTrailing()),
                    values -> RecoveryValues.preview(values, preview));
        }
        RecoveryReport report = coffer.watched(
                target,
                (database, progress) -> CofferCommand.arguments(spec, () -> plan(database, progress))
                        .run());
        return new Outcome(
                report.skips().isEmpty() ? ExitStatus.COMPLETE : ExitStatus.SKIPS,
                terminal -> RecoveryValues.print(terminal, report),
                values -> RecoveryValues.report(values, report));
    }

    private Outcome beside(String name) {
        List<String> named = tables.selection().included();
        if (named.size() != 1 || !tables.selection().excluded().isEmpty() || overwrite || dryRun || !wheres.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--beside takes one --table, and none of the options that choose rows");
        }
        BesideReport report = coffer.watched(
                target,
                (database, progress) -> BesidePlan.builder()
                        .from(Backup.open(backup))
                        .strategy(rows())
                        .into(database)
                        .table(named.get(0))
                        .as(name)
                        .listener(progress)
                        .build()
                        .run());
        return Outcome.complete(
                terminal -> RecoveryValues.print(terminal, report), values -> RecoveryValues.beside(values, report));
    }

    private RecoveryPlan plan(PostgresDatabase database, ProgressView progress) {
        RecoveryPlan.Builder plan = RecoveryPlan.builder()
                .from(Backup.open(backup))
                .strategy(rows())
                .into(database)
                .tables(tables.selection())
                .listener(progress);
        wheres.stream().map(ConditionArgument::where).forEach(where -> plan.where(where.table(), where.condition()));
        return (overwrite ? plan.overwriteChanged() : plan).build();
    }

    private static RestoreStrategy[] rows() {
        return Stream.of(Format.json, Format.csv).map(Format::strategy).toArray(RestoreStrategy[]::new);
    }
}

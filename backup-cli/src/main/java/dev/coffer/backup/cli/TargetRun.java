package dev.coffer.backup.cli;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestorePreview;
import dev.coffer.backup.RestoreReport;
import java.util.function.BiFunction;

/** Runs a plan that writes to a target, or only says what it would do. */
final class TargetRun {
    private TargetRun() {}

    static Outcome of(
            CofferCommand coffer,
            String target,
            boolean dryRun,
            BiFunction<PostgresDatabase, ProgressView, RestorePlan> plan) {
        if (dryRun) {
            RestorePreview preview = coffer.watched(
                    target,
                    (database, progress) -> plan.apply(database, progress).preview());
            return new Outcome(
                    preview.skips().isEmpty() ? ExitStatus.COMPLETE : ExitStatus.SKIPS,
                    terminal -> terminal.print(preview.toString().stripTrailing()),
                    values -> RunValues.preview(values, preview));
        }
        RestoreReport report = coffer.watched(
                target, (database, progress) -> plan.apply(database, progress).run());
        return new Outcome(
                ExitStatus.of(report.completeness()),
                terminal -> Reports.restore(terminal, report),
                values -> RunValues.restore(values, report));
    }
}

package dev.coffer.backup.cli;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestorePreview;
import dev.coffer.backup.RestoreReport;
import java.util.function.BiFunction;

/** Runs a plan that writes to a target, or only says what it would do. */
final class TargetRun {
    private TargetRun() {}

    /** Returns the exit status. */
    static int of(
            CofferCommand coffer,
            String target,
            boolean dryRun,
            BiFunction<PostgresDatabase, ProgressView, RestorePlan> plan) {
        if (dryRun) {
            RestorePreview preview = coffer.watched(
                    target,
                    (database, progress) -> plan.apply(database, progress).preview());
            coffer.terminal.print(preview.toString().stripTrailing());
            return preview.skips().isEmpty() ? ExitStatus.COMPLETE : ExitStatus.SKIPS;
        }
        RestoreReport report = coffer.watched(
                target, (database, progress) -> plan.apply(database, progress).run());
        Reports.restore(coffer.terminal, report);
        return ExitStatus.of(report.completeness());
    }
}

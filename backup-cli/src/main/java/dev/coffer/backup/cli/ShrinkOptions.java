package dev.coffer.backup.cli;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ShrinkGuard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What happens when a table lost rows since the last backup. */
final class ShrinkOptions {
    @Option(
            names = "--warn-shrink",
            paramLabel = "PERCENT",
            description = "Warn when a table lost more than so much of its rows since the last backup.")
    private @Nullable Double warn;

    @Option(names = "--fail-shrink", paramLabel = "PERCENT", description = "Fail then; nothing of the backup is kept.")
    private @Nullable Double fail;

    void in(BackupPlan.Builder plan) {
        if (warn != null) {
            plan.shrinkGuard(ShrinkGuard.warnAbove(warn));
        }
        if (fail != null) {
            plan.shrinkGuard(ShrinkGuard.failAbove(fail));
        }
    }
}

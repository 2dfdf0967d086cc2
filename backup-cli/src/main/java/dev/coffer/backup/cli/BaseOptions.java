package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.RestoreStrategy;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a backup builds on an earlier one, and on which. */
final class BaseOptions {
    @Option(
            names = "--incremental",
            description =
                    "Take tables that did not change from the newest good backup of the same database in the folder;"
                            + " the first one reads everything. Every backup restores alone.")
    private boolean incremental;

    @Option(
            names = "--base",
            paramLabel = "BACKUP",
            description = "Take tables that did not change from this backup of the same database; as --incremental.")
    private @Nullable Path base;

    void in(BackupPlan.Builder plan) {
        RestoreStrategy[] formats = Stream.of(Format.values())
                .map(Format::strategy)
                .filter(strategy -> !strategy.connects())
                .toArray(RestoreStrategy[]::new);
        if (base != null) {
            plan.base(Backup.open(base), formats);
        } else if (incremental) {
            plan.incremental(formats);
        }
    }
}

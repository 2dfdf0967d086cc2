package dev.coffer.backup.internal.guard;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.backup.BackupSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a guard.
 *
 * @param plan that takes the backup
 * @param backup the settings of that plan
 * @param database what it backs up
 * @param freshWithin how old a backup may be that is taken instead of a new one, or null
 * @param tables those that the work touches, or null where they are to be found
 * @param restoreIf whether to restore after a failure
 */
public record GuardSettings(
        BackupPlan plan,
        BackupSettings backup,
        PostgresDatabase database,
        @Nullable Duration freshWithin,
        List<RestoreStrategy> strategies,
        @Nullable TableSelection tables,
        Predicate<? super Throwable> restoreIf) {

    /** Takes a backup in any case, finds the tables, and restores without a question. */
    public static GuardSettings of(BackupPlan plan, BackupSettings backup, PostgresDatabase database) {
        return new GuardSettings(plan, backup, database, null, List.of(), null, failure -> true);
    }

    /** A backup that old will do. */
    public GuardSettings freshWithin(Duration age) {
        return new GuardSettings(plan, backup, database, age, strategies, tables, restoreIf);
    }

    /** The formats to read. */
    public GuardSettings strategies(List<RestoreStrategy> given) {
        return new GuardSettings(plan, backup, database, freshWithin, given, tables, restoreIf);
    }

    /** The tables that the work touches. */
    public GuardSettings tables(TableSelection given) {
        return new GuardSettings(plan, backup, database, freshWithin, strategies, given, restoreIf);
    }

    /** Who decides. */
    public GuardSettings restoreIf(Predicate<? super Throwable> decision) {
        return new GuardSettings(plan, backup, database, freshWithin, strategies, tables, decision);
    }

    /** Without what can only be printed as an address in memory. */
    @Override
    public String toString() {
        return plan
                + (freshWithin == null ? "" : ", or fresh within " + freshWithin)
                + (tables == null ? "" : ", tables " + tables);
    }
}

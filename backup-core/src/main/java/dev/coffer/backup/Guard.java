package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.guard.GuardRun;
import dev.coffer.backup.internal.guard.GuardSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Work on a database with a backup taken before it, and the way back when it fails; made by {@link BackupPlan#around}. Immutable; each
 * method gives a copy. Reusable as far as the work is.
 *
 * <p>When the work throws, the tables that it touched are emptied and get the rows of the backup again, in one transaction: those that
 * {@link #tables} names, or else those that differ from the backup, and with them every table that refers to one of these, since no row
 * may lose what it refers to. <em>What anybody else wrote to these tables since the backup is lost too.</em> Tables that the work created
 * stay; one that it dropped or altered cannot take the rows, and the guard says so.
 *
 * <p>What the work threw is always thrown on, with a {@link GuardNotice} among its suppressed exceptions that says what the guard did. It
 * is not for work that runs in one transaction of its own, which rolls back by itself.
 *
 * @param <T> what the work returns
 * @param <E> what the work may throw beside unchecked exceptions
 */
public final class Guard<T, E extends Exception> {
    private final GuardSettings settings;
    private final Work<T, E> work;

    Guard(GuardSettings settings, Work<T, E> work) {
        this.settings = settings;
        this.work = requireNonNull(work, "work");
    }

    /** What is guarded, such as an import. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        /**
         * Does the work with connections of its own, all of which it must have committed or rolled back when it returns or throws: an open
         * transaction of it keeps the guard from restoring.
         */
        T run() throws E;
    }

    /**
     * Takes no new backup where a complete one of the same database, taken by a plan with the same folder and name, has a snapshot no older
     * than this and its files are verified. By default a backup is always taken.
     *
     * @param age counted by the clock of this machine against the time of the snapshot by the server's; must be positive
     */
    public Guard<T, E> orFreshWithin(Duration age) {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("age must be positive");
        }
        return new Guard<>(settings.freshWithin(age), work);
    }

    /** The formats that the rows may be read from after a failure; must be given. Replaces those given before. */
    public Guard<T, E> strategy(RestoreStrategy... strategies) {
        return new Guard<>(settings.strategies(List.of(strategies)), work);
    }

    /**
     * The tables that the work touches, which are restored when it fails. Without this they are found by comparing the database with the
     * backup, which reads both to their end.
     */
    public Guard<T, E> tables(TableSelection tables) {
        return new Guard<>(settings.tables(requireNonNull(tables, "tables")), work);
    }

    /**
     * Asks before it restores; by default it restores without a question.
     *
     * @param decision takes what the work threw; whether the tables are to be restored
     */
    public Guard<T, E> restoreIf(Predicate<? super Throwable> decision) {
        return new Guard<>(settings.restoreIf(requireNonNull(decision, "decision")), work);
    }

    /**
     * Sees to the backup, runs the work, and restores when it fails. The guard may be interrupted as every plan may; an interrupt that ended
     * the work does not end the restore after it, and the flag is set again when that is done.
     *
     * @return what the work returned, and the backup
     * @throws E what the work threw, with a {@link GuardNotice} among the suppressed
     * @throws PlanException with {@link ErrorCode#INVALID_PLAN} when there is no strategy, or with {@link ErrorCode#UNSUPPORTED_BY_FORMAT} when
     *     one does not hand over rows; the work has not begun
     * @throws BackupException when the backup could not be taken; the work has not begun
     */
    public GuardReport<T> run() throws E {
        GuardRun guard = GuardRun.begin(settings.strategies(RecoveryPlan.rowsOf(settings.strategies())));
        T result;
        try {
            result = work.run();
        } catch (Throwable failure) {
            failure.addSuppressed(guard.failed(failure));
            throw failure;
        }
        return guard.report(result);
    }

    /** The settings, without any secret. */
    @Override
    public String toString() {
        return "Guard of " + settings;
    }
}

package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.message.Few;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Guard} did after its work had failed; found among the suppressed exceptions of what the work threw, never thrown by itself.
 * Its cause is what kept the guard from restoring, if anything did.
 */
public final class GuardNotice extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    /** What became of the tables. */
    public enum State {
        /** They are as they were in the backup. */
        RESTORED,
        /** They were as in the backup already. */
        UNTOUCHED,
        /** They were left as the work left them, as the caller decided. */
        LEFT,
        /** They could not be restored, and are as the work left them; the cause says why. */
        FAILED
    }

    /**
     * What was done.
     *
     * @param state what became of the tables
     * @param backup where the state before the work lies
     * @param tables those that were restored, or were to be; empty when that is not known
     * @param report of the restore, if there was one
     */
    public record Outcome(State state, Path backup, List<TableName> tables, Optional<RestoreReport> report) {
        public Outcome {
            requireNonNull(state, "state");
            requireNonNull(backup, "backup");
            tables = List.copyOf(tables);
            requireNonNull(report, "report");
        }
    }

    /**
     * For the guard.
     *
     * @param cause what kept it from restoring, or null
     */
    public GuardNotice(Outcome outcome, @Nullable Throwable cause) {
        super(text(outcome), cause, true, false);
        this.outcome = outcome;
    }

    /** What was done. */
    public Outcome outcome() {
        return outcome;
    }

    /** The notice of a guard among what an exception suppresses. */
    public static Optional<GuardNotice> of(Throwable failure) {
        for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof GuardNotice notice) {
                return Optional.of(notice);
            }
        }
        return Optional.empty();
    }

    private static String text(Outcome outcome) {
        return switch (outcome.state()) {
            case RESTORED ->
                "the guard restored the " + (outcome.tables().size() == 1 ? "table " : "tables ")
                        + Few.names(outcome.tables().stream()
                                .map(TableName::toString)
                                .toList())
                        + " from the backup " + outcome.backup();
            case UNTOUCHED -> "the guard found no table that differs from the backup " + outcome.backup();
            case LEFT -> "the guard left the tables as they are; their state before lies in " + outcome.backup();
            case FAILED ->
                "the guard could not restore the tables, which are as the work left them; their state before lies in "
                        + outcome.backup();
        };
    }
}

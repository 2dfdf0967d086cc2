package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.restore.RecoveryRun;
import dev.coffer.backup.internal.restore.RecoverySettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a backup to bring back into the live database that lost them. Immutable, safe for use by several threads, and reusable.
 *
 * <pre>{@code
 * RecoveryPlan plan = RecoveryPlan.builder()
 *         .from(Backup.open(directory))
 *         .strategy(JsonRestoreStrategy.create())
 *         .into(database)
 *         .tables(TableSelection.include("public.interactions"))
 *         .build();
 * RecoveryPreview preview = plan.preview();
 * RecoveryReport report = plan.run(preview);
 * }</pre>
 *
 * <ul>
 *   <li>Rows are told apart by the primary key of the live table. A table without one is compared by whole rows: what it lacks
 *       of the backup's comes back, as often as it is lacking, and nothing counts as changed.
 *   <li>The rows of a chosen table travel to temporary tables of the session, where the server compares them; two values are the same when
 *       they print the same. Columns are matched by name. Values of generated columns are computed again, and a key that is GENERATED
 *       ALWAYS AS IDENTITY keeps its number; such a column outside of the key is neither compared nor overwritten.
 *   <li>One transaction: all or nothing. Parents come before children, and foreign keys in a circle wait until its end. A row whose
 *       parent is neither there nor comes back is refused, with the name of the foreign key.
 *   <li>Nothing is deleted. Rows that the backup does not hold stay.
 *   <li>Triggers of users on a table that gets rows do not fire, for which the role must own the table; other tables may be those of others, if
 *       the role may SELECT, INSERT and, to overwrite, UPDATE. No superuser is needed. A table whose row security hides rows from the role is
 *       refused. Materialized views are not refreshed.
 *   <li>Sequences move past the rows that come back, and never back.
 *   <li>While it runs, others can read the tables and cannot write to them.
 * </ul>
 */
public final class RecoveryPlan {
    private final RecoverySettings settings;

    private RecoveryPlan(RecoverySettings settings) {
        this.settings = settings;
    }

    /** A plan without backup, strategy and database, which must be given. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Counts what is missing and what changed, with the server's help and without a change.
     *
     * @throws BackupException where a run would end with the same before it changed anything
     */
    @CheckReturnValue
    public RecoveryPreview preview() {
        return RecoveryRun.preview(settings);
    }

    /**
     * Brings back what is missing now, and returns when it is committed.
     *
     * @throws BackupException when anything failed; the database is as it was, unless the message says that this is not known
     */
    @CheckReturnValue
    public RecoveryReport run() {
        return RecoveryRun.run(settings, null);
    }

    /**
     * The same, if what is missing and what changed is still what a preview of this plan has counted.
     *
     * @throws ConflictException with {@link ErrorCode#TABLE_CHANGED} when it is not; the database is as it was
     * @throws BackupException when anything else failed
     */
    @CheckReturnValue
    public RecoveryReport run(RecoveryPreview expected) {
        return RecoveryRun.run(settings, requireNonNull(expected, "expected"));
    }

    /** The settings, without any secret. */
    @Override
    public String toString() {
        return settings.toString();
    }

    /** Collects the settings of a plan. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable Backup backup;
        private List<RestoreStrategy> strategies = List.of();
        private @Nullable PostgresDatabase target;
        private TableSelection selection = TableSelection.all();
        private final Map<String, Condition> conditions = new LinkedHashMap<>();
        private boolean overwrite;
        private ProgressListener listener = ProgressListener.NONE;

        private Builder() {}

        /** The backup that still holds the rows, a directory or an archive. */
        public Builder from(Backup backup) {
            this.backup = requireNonNull(backup, "backup");
            return this;
        }

        /** The formats that may be read; the first one that the backup holds is used. Replaces those given before. */
        public Builder strategy(RestoreStrategy... strategies) {
            this.strategies = List.of(strategies);
            return this;
        }

        /** The database that lost them. */
        public Builder into(PostgresDatabase target) {
            this.target = requireNonNull(target, "target");
            return this;
        }

        /** The tables to look at; by default every one that the backup holds. Each must exist in the database. */
        public Builder tables(TableSelection selection) {
            this.selection = requireNonNull(selection, "selection");
            return this;
        }

        /**
         * Restricts the rows of a table to those for which the condition holds, with the values that they have in the backup. It is
         * evaluated by the server of the live database, which lets it write nothing; {@link Condition#since} counts from the time of the
         * backup.
         *
         * @param table {@code schema.table}, or {@code table} where only one schema has it
         */
        public Builder where(String table, Condition condition) {
            conditions.put(requireNonNull(table, "table"), requireNonNull(condition, "condition"));
            return this;
        }

        /** Gives rows that changed the values of the backup. Without this they stay as they are, and are counted. */
        public Builder overwriteChanged() {
            this.overwrite = true;
            return this;
        }

        /** Is told how far the run has come. */
        public Builder listener(ProgressListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Checks that the settings go together.
         *
         * @throws PlanException with {@link ErrorCode#INVALID_PLAN} when something is missing, or with {@link
         *     ErrorCode#UNSUPPORTED_BY_FORMAT} when a format does not hand over rows
         */
        public RecoveryPlan build() {
            if (backup == null) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the plan has no backup to recover from")
                        .hint("call from(Backup.open(directory))")
                        .exception();
            }
            if (target == null) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the plan has no database to recover into")
                        .hint("call into(PostgresDatabase.of(…))")
                        .exception();
            }
            return new RecoveryPlan(RecoverySettings.of(
                    backup.stored(),
                    rowsOf(strategies),
                    target.connections(),
                    selection,
                    conditions,
                    overwrite,
                    listener));
        }
    }

    /** Those given, if there are any and rows can be had from each. */
    static List<RestoreStrategy> rowsOf(List<RestoreStrategy> strategies) {
        if (strategies.isEmpty()) {
            throw Problem.of(ErrorCode.INVALID_PLAN, "the plan has no strategy")
                    .hint("call strategy(JsonRestoreStrategy.create()), with the artifact dev.coffer:backup-json")
                    .exception();
        }
        if (strategies.stream().anyMatch(RestoreStrategy::connects)) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "a strategy of the plan restores through a program, which does not hand over rows")
                    .hint("recover from JSON or CSV, with JsonRestoreStrategy or CsvRestoreStrategy")
                    .exception();
        }
        return strategies;
    }
}

package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.restore.BesideRun;
import dev.coffer.backup.internal.restore.BesideSettings;
import dev.coffer.backup.internal.restore.RecoverySettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of a backup that comes back beside the live one, under another name, to be looked at and copied from. The live table is not touched.
 * Immutable, safe for use by several threads, and reusable.
 *
 * <p>The new table has the columns of the backup with their types, generated columns, NOT NULL, checks, keys and indexes, and defaults but
 * for those that take numbers from a sequence, which belong to the live table; an identity becomes a plain column. It has no foreign keys,
 * triggers, policies, grants or comments. The types and functions that it needs must be there. A partition comes back as a table of its own.
 * Names of its indexes are the server's choice. One transaction: all or nothing.
 */
public final class BesidePlan {
    private final BesideSettings settings;

    private BesidePlan(BesideSettings settings) {
        this.settings = settings;
    }

    /** A plan without backup, strategy, database, table and name, which must be given. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Creates the table with its rows, and returns when it is committed.
     *
     * @throws ConflictException with {@link ErrorCode#TARGET_NOT_EMPTY} when the name is taken
     * @throws PlanException with {@link ErrorCode#UNSUPPORTED_BY_FORMAT} when the table is partitioned or inherits from another, or when a
     *     format does not hand over rows
     * @throws BackupException when anything failed; the database is as it was
     */
    @CheckReturnValue
    public BesideReport run() {
        return BesideRun.run(settings);
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
        private @Nullable String table;
        private @Nullable String schema;
        private @Nullable String name;
        private boolean indexes = true;
        private ProgressListener listener = ProgressListener.NONE;

        private Builder() {}

        /** The backup that holds the table, a directory or an archive. It is trusted as code is: checks run. */
        public Builder from(Backup backup) {
            this.backup = requireNonNull(backup, "backup");
            return this;
        }

        /** The formats that may be read; the first one that the backup holds is used. Replaces those given before. */
        public Builder strategy(RestoreStrategy... strategies) {
            this.strategies = List.of(strategies);
            return this;
        }

        /** The database that gets the table. */
        public Builder into(PostgresDatabase target) {
            this.target = requireNonNull(target, "target");
            return this;
        }

        /** The table, {@code schema.table}, or {@code table} where only one schema has it; no pattern. */
        public Builder table(String table) {
            this.table = requireNonNull(table, "table");
            return this;
        }

        /** The name of the new table, unquoted, in the schema that the table has in the backup. */
        public Builder as(String name) {
            this.schema = null;
            this.name = requireNonNull(name, "name");
            return this;
        }

        /** The schema, which must exist, and the name of the new table, both unquoted. */
        public Builder as(String schema, String name) {
            this.schema = requireNonNull(schema, "schema");
            this.name = requireNonNull(name, "name");
            return this;
        }

        /** Leaves out keys and indexes; by default they come too. */
        public Builder withoutIndexes() {
            this.indexes = false;
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
        public BesidePlan build() {
            if (backup == null || target == null || table == null || name == null) {
                throw Problem.of(
                                ErrorCode.INVALID_PLAN,
                                "the plan lacks a backup, a database, a table or the name that it is to have")
                        .hint("call from(Backup.open(directory)), into(…), table(\"public.films\") and"
                                + " as(\"films_2026\")")
                        .exception();
            }
            RecoverySettings rows = RecoverySettings.of(
                    backup.stored(),
                    RecoveryPlan.rowsOf(strategies),
                    target.connections(),
                    TableSelection.all(),
                    Map.of(),
                    false,
                    listener);
            return new BesidePlan(new BesideSettings(rows.restore(), table, schema, name, indexes));
        }
    }
}

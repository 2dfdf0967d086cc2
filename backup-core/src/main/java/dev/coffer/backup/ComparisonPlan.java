package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.compare.ComparisonRun;
import dev.coffer.backup.internal.compare.ComparisonSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What two states to compare: a backup and a later backup, or a backup and the live database. Immutable, safe for use by
 * several threads, and reusable. Memory does not grow with the number of rows; on disk it takes 32 bytes for each row of a
 * table that differs, and for a live database its rows as text, in the machine's folder for temporary files, readable only by its owner.
 *
 * <pre>{@code
 * ComparisonReport report = ComparisonPlan.builder()
 *         .before(Backup.open(directory))
 *         .after(database)
 *         .strategy(JsonRestoreStrategy.create())
 *         .build()
 *         .run();
 * }</pre>
 */
public final class ComparisonPlan {
    private final ComparisonSettings settings;

    private ComparisonPlan(ComparisonSettings settings) {
        this.settings = settings;
    }

    /** A plan without states and strategies, which must be given. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Compares. Backups are verified; of a live database one snapshot is read, as for a backup.
     *
     * @throws BackupException when a backup is damaged, the database cannot be read, or the details cannot be written
     */
    @CheckReturnValue
    public ComparisonReport run() {
        return new ComparisonRun(settings).run();
    }

    /** The form of the file with the rows that differ. All hold values of rows. */
    public enum Details {
        /** For reading: a line for each row, {@code +}, {@code -} or {@code ~}; how many were left out, where any were. */
        TEXT,
        /**
         * A line for each value: table, change, key, column, before, after. NULL is empty, the empty string is {@code ""}.
         * Where rows of a table were left out, a line whose change is {@code more} says after how many.
         */
        CSV,
        /**
         * An object a line: table, change, key, before and after, of a changed row only the columns that differ. Where rows of a
         * table were left out, an object whose change is {@code more} says in {@code rows} how many.
         */
        JSON_LINES
    }

    /** Collects the settings of a plan. Not safe for use by several threads. */
    public static final class Builder {
        private static final int DEFAULT_LIMIT = 10_000;

        private @Nullable Backup before;
        private @Nullable Backup afterBackup;
        private @Nullable PostgresDatabase afterDatabase;
        private List<RestoreStrategy> strategies = List.of();
        private TableSelection tables = TableSelection.all();
        private @Nullable Path details;
        private Details form = Details.TEXT;
        private int limit = DEFAULT_LIMIT;
        private ProgressListener listener = ProgressListener.NONE;

        private Builder() {}

        /** The earlier state. */
        public Builder before(Backup backup) {
            this.before = requireNonNull(backup, "backup");
            return this;
        }

        /** The later state, a backup. Replaces a database given before. */
        public Builder after(Backup backup) {
            this.afterBackup = requireNonNull(backup, "backup");
            this.afterDatabase = null;
            return this;
        }

        /** The later state, as it is now. Replaces a backup given before. */
        public Builder after(PostgresDatabase database) {
            this.afterDatabase = requireNonNull(database, "database");
            this.afterBackup = null;
            return this;
        }

        /** The formats that may be read; of each backup the first one that it holds. Replaces those given before. */
        public Builder strategy(RestoreStrategy... strategies) {
            this.strategies = List.of(strategies);
            return this;
        }

        /** The tables to read of a live database; by default every one, so that tables which a backup left out count as added. */
        public Builder tables(TableSelection tables) {
            this.tables = requireNonNull(tables, "tables");
            return this;
        }

        /**
         * Writes the rows that differ, with their values, to a new file that only its owner can read. A comparison that fails leaves none.
         *
         * @param file must not exist
         */
        public Builder details(Path file, Details form) {
            this.details = requireNonNull(file, "file");
            this.form = requireNonNull(form, "form");
            return this;
        }

        /**
         * How many rows of each table the details hold at most, 10,000 unless set. They are kept in memory, so that 16 MiB of
         * values are the end as well. The counts of the report are always whole.
         */
        public Builder detailsLimit(int rows) {
            if (rows < 1) {
                throw new IllegalArgumentException("rows must be at least 1: " + rows);
            }
            this.limit = rows;
            return this;
        }

        /**
         * Is told how far the run has come: a live database is read in the phases of a backup, then the tables of both sides are
         * compared in the phase ROWS.
         */
        public Builder listener(ProgressListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Checks that the settings go together.
         *
         * @throws PlanException with {@link ErrorCode#INVALID_PLAN} when something is missing
         */
        public ComparisonPlan build() {
            if (before == null || (afterBackup == null && afterDatabase == null)) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the plan has not two states to compare")
                        .hint("call before(Backup.open(directory)), and after(…) with another backup or a database")
                        .exception();
            }
            if (strategies.isEmpty()) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the plan has no strategy")
                        .hint("call strategy(JsonRestoreStrategy.create()), with the artifact dev.coffer:backup-json")
                        .exception();
            }
            return new ComparisonPlan(new ComparisonSettings(
                    before,
                    before.files(),
                    afterBackup,
                    afterBackup == null ? null : afterBackup.files(),
                    afterDatabase,
                    strategies,
                    tables,
                    details,
                    form,
                    limit,
                    listener));
        }
    }
}

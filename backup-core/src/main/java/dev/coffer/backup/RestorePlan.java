package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.doctor.TargetExamination;
import dev.coffer.backup.internal.restore.RestorePreviewing;
import dev.coffer.backup.internal.restore.RestoreRun;
import dev.coffer.backup.internal.restore.RestoreSettings;
import dev.coffer.backup.internal.restore.RestoreWishes;
import dev.coffer.backup.internal.restore.RestoreWishes.Wish;
import dev.coffer.backup.spi.RestoreView;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to bring back, from where, into which database. Immutable, safe for use by several threads, and reusable.
 *
 * <p>Defaults: everything; into a database that holds none of the backup's objects; one transaction on one connection,
 * all or nothing, unless {@link Builder#jobs} asks for several; skips allowed; no listener.
 */
public final class RestorePlan {
    private final RestoreSettings settings;

    private RestorePlan(RestoreSettings settings) {
        this.settings = settings;
    }

    /** A plan without backup, strategy and target, which must be given. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Restores and returns when it is committed.
     *
     * @throws BackupException when anything failed; the target is as it was, unless the message says what is left
     */
    @CheckReturnValue
    public RestoreReport run() {
        return RestoreRun.run(settings);
    }

    /**
     * Says what {@link #run} would do to each object and each table, and refuses what it would refuse before the first byte.
     * The files are verified and the target is read; nothing in it is changed. It is the state of this moment: a run some time
     * later decides anew.
     *
     * @throws BackupException where a run would end with the same before it changed anything
     */
    @CheckReturnValue
    public RestorePreview preview() {
        return RestorePreviewing.of(settings);
    }

    /**
     * Looks at everything that {@link #run} depends on, {@link #preview} included, and says what it would refuse, leave out, or
     * meet; changes nothing.
     *
     * @return the findings; what is wrong is one of them and no exception
     * @throws CancelledException when the thread is interrupted
     */
    @CheckReturnValue
    public Preflight preflight() {
        return TargetExamination.of(settings);
    }

    /** The settings, without any secret. */
    @Override
    public String toString() {
        return settings.toString();
    }

    /** Collects the settings of a plan. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable Backup backup;
        private @Nullable Path looseFile;
        private @Nullable String intoTable;
        private List<RestoreStrategy> strategies = List.of();
        private @Nullable PostgresDatabase target;
        private @Nullable String newDatabase;
        private Scope scope = Scope.EVERYTHING;
        private TableSelection selection = TableSelection.all();
        private Existing existing = Existing.REFUSE;
        private boolean allowPartial;
        private boolean strict;
        private int jobs = 1;
        private RestoreWishes wishes = RestoreWishes.NONE;
        private ProgressListener listener = ProgressListener.NONE;

        private Builder() {}

        /** The backup to restore from. Replaces a loose file given before. */
        public Builder from(Backup backup) {
            this.backup = requireNonNull(backup, "backup");
            this.looseFile = null;
            return this;
        }

        /**
         * A file that belongs to no backup, or a folder of such: one that restores alone, such as {@code
         * complete_backup.json}, or files that hold rows alone, such as CSV. The latter go into tables that exist, each into
         * the one that it is named after as a backup would name it ({@code proteins.csv} for {@code public.proteins}, {@code
         * legacy.rental.csv}) or into that of {@link #intoTable}; columns are matched by the names in the header, and one
         * that the file lacks gets its default. What {@link #existing} says of rows alone holds.
         *
         * <p>A file that lies inside a backup must be what the manifest says; copy it out to edit it. Replaces a backup given
         * before.
         */
        public Builder from(Path looseFile) {
            this.looseFile = requireNonNull(looseFile, "looseFile");
            this.backup = null;
            return this;
        }

        /**
         * The table that a loose file of rows is loaded into, where its name does not say it.
         *
         * @param table {@code schema.table}, or {@code table} where only one schema has it
         */
        public Builder intoTable(String table) {
            this.intoTable = requireNonNull(table, "table");
            return this;
        }

        /** The formats that may be read; the first one that the backup holds is used. Replaces those given before. */
        public Builder strategy(RestoreStrategy... strategies) {
            this.strategies = List.of(strategies);
            return this;
        }

        /** The database to restore into. */
        public Builder into(PostgresDatabase target) {
            this.target = requireNonNull(target, "target");
            this.newDatabase = null;
            return this;
        }

        /**
         * Creates a database with the encoding and locale of the backup and restores into it; a run that fails drops
         * what it created.
         *
         * @param server a database on the server where the new one is to be, given as a URL; the role must be allowed
         *     to create databases
         * @param name of the new database, unquoted
         */
        public Builder intoNewDatabase(PostgresDatabase server, String name) {
            this.target = requireNonNull(server, "server");
            this.newDatabase = requireNonNull(name, "name");
            return this;
        }

        /** What to bring back; by default everything. */
        public Builder scope(Scope scope) {
            this.scope = requireNonNull(scope, "scope");
            return this;
        }

        /**
         * The tables to bring back, with what they need; by default every table. A table that is only needed, such as the
         * parent of a partition, comes without rows.
         */
        public Builder tables(TableSelection selection) {
            this.selection = requireNonNull(selection, "selection");
            return this;
        }

        /** What to do with what the target holds already; by default it is a conflict. */
        public Builder existing(Existing existing) {
            this.existing = requireNonNull(existing, "existing");
            return this;
        }

        /**
         * Takes the rows of a table that was saved with a condition for all of its rows. Without it such a table can only be
         * added to what is there, with {@link Existing#APPEND}, {@link Existing#UPSERT} or {@link Existing#SKIP}.
         */
        public Builder allowPartial() {
            this.allowPartial = true;
            return this;
        }

        /** Makes it an error when anything has to be skipped, before the first byte where that can be known. */
        public Builder strict() {
            this.strict = true;
            return this;
        }

        /**
         * How many connections may work at the same time; by default one, in one transaction, all or nothing. Several
         * connections need several transactions, so that this goes only into a target where none of the backup's objects
         * exists: a run that fails removes what it made, and names what it could not remove. Fewer connections than asked
         * for do, even one. Several may load one large table: its rows may lie in another order than in the source.
         *
         * @param jobs at least 1; with more the scope cannot be {@link Scope#DATA_ONLY}
         */
        public Builder jobs(int jobs) {
            if (jobs < 1) {
                throw new IllegalArgumentException("jobs must be at least 1: " + jobs);
            }
            this.jobs = jobs;
            return this;
        }

        /**
         * Gives every object that the run creates, and the database, to the role that owned it. Without this all of it belongs to the role
         * of the connection. The roles themselves are not part of a backup: what belonged to one that the target lacks is a named skip,
         * or an error under {@link #strict}, before the first statement. The role of the connection must be a superuser or able to act as
         * each owner.
         *
         * @see <a href="https://www.postgresql.org/docs/current/ddl-priv.html">PostgreSQL: Privileges</a>
         */
        public Builder owners() {
            this.wishes = wishes.with(Wish.OWNERS);
            return this;
        }

        /**
         * Grants on what the run creates and on the database what was granted, by whom it was granted, and sets default privileges. Without
         * this only a right that was taken away from everybody is taken away again, that to call a routine; the report names these
         * routines. A grant to a role that the target lacks is a named skip, or an error under {@link #strict}, before the first statement.
         * What an owner lost of his own rights is kept only together with {@link #owners}.
         *
         * @see <a href="https://www.postgresql.org/docs/current/sql-grant.html">PostgreSQL: GRANT</a>
         */
        public Builder grants() {
            this.wishes = wishes.with(Wish.GRANTS);
            return this;
        }

        /**
         * Sets for the target what was set for the database as a whole: {@code ALTER DATABASE … SET}, {@code ALTER ROLE … IN DATABASE …
         * SET}, its connection limit and its comment. A setting that the target server does not know is a named skip, or an error
         * under {@link #strict}.
         *
         * @see <a href="https://www.postgresql.org/docs/current/sql-alterdatabase.html">PostgreSQL: ALTER DATABASE</a>
         */
        public Builder databaseSettings() {
            this.wishes = wishes.with(Wish.DATABASE_SETTINGS);
            return this;
        }

        /**
         * For a backup that somebody else may have written: loads its rows into tables that exist, by COPY, and runs no statement that stands
         * in it. Names of tables, columns, sequences and materialized views are those of the target. The scope becomes {@link
         * Scope#DATA_ONLY}. What the rows themselves do is up to the target's own constraints and triggers.
         *
         * <p>Without this a backup is trusted as code is: its functions, checks and triggers run with the rights of the role of the
         * connection.
         */
        public Builder untrusted() {
            this.wishes = wishes.with(Wish.UNTRUSTED);
            this.scope = Scope.DATA_ONLY;
            return this;
        }

        /**
         * Installs extensions in the versions that they had. Without this the target installs its own default, and a warning tells of a
         * difference. A version that the target does not have is a named skip, with everything that needs the extension, or an error under
         * {@link #strict}.
         *
         * @see <a href="https://www.postgresql.org/docs/current/sql-createextension.html">PostgreSQL: CREATE EXTENSION</a>
         */
        public Builder extensionVersions() {
            this.wishes = wishes.with(Wish.EXTENSION_VERSIONS);
            return this;
        }

        /**
         * Lets functions find names without a schema where they found them in the source: along the search_path that its database had, or
         * in the schema public. For databases with a check, an index, a generated column or a materialized view that calls a function
         * which relies on that; a restore of one fails otherwise, with a hint. To be used only with a backup that is trusted: whoever can
         * create objects in one of these schemas decides what such a function calls.
         *
         * @see <a href="https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH">PostgreSQL: The schema search path</a>
         */
        public Builder sourceSearchPath() {
            this.wishes = wishes.with(Wish.SEARCH_PATH);
            return this;
        }

        /**
         * Says who runs the target, and so what is there already and is not to be created: each such object of the backup is a named
         * skip. Without this the plan looks at the server.
         */
        public Builder profile(ProviderProfile profile) {
            this.wishes = wishes.with(requireNonNull(profile, "profile"));
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
         *     ErrorCode#UNSUPPORTED_BY_FORMAT} when a format cannot serve the plan
         */
        public RestorePlan build() {
            if (backup == null && looseFile == null) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the plan has no backup to restore from")
                        .hint("call from(Backup.open(directory)), or from(path) with a complete_backup.json")
                        .exception();
            }
            if (wishes.has(Wish.UNTRUSTED) && (scope != Scope.DATA_ONLY || wishes.anyRight())) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "of an untrusted backup only rows can be restored")
                        .hint("leave out scope(…), owners(), grants() and databaseSettings(), or untrusted()")
                        .exception();
            }
            if (target == null) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the plan has no target")
                        .hint("call into(PostgresDatabase.of(…)) or intoNewDatabase(server, name)")
                        .exception();
            }
            if (strategies.isEmpty()) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the plan has no strategy")
                        .hint("call strategy(JsonRestoreStrategy.create()), with the artifact dev.coffer:backup-json")
                        .exception();
            }
            ConnectionSource connections = target.connections();
            if (newDatabase != null && connections.isDataSource()) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "a data source cannot lead to a new database")
                        .hint("give intoNewDatabase a PostgresDatabase made from a URL")
                        .exception();
            }
            if (!selection.equals(TableSelection.all()) && strategies.stream().anyMatch(RestoreStrategy::connects)) {
                throw Problem.of(
                                ErrorCode.UNSUPPORTED_BY_FORMAT,
                                "a strategy of the plan restores through a program, which cannot choose tables")
                        .hint(
                                "restore chosen tables with JsonRestoreStrategy or CsvRestoreStrategy, or name them to the"
                                        + " strategy itself: PgRestoreStrategy.builder().tables(…)")
                        .exception();
            }
            if (wishes.anyRight() && strategies.stream().anyMatch(RestoreStrategy::connects)) {
                throw Problem.of(
                                ErrorCode.UNSUPPORTED_BY_FORMAT,
                                "a strategy of the plan restores through a program, which gives owners, grants and settings of"
                                        + " databases by options of its own")
                        .hint("call PgRestoreStrategy.builder().owners() and privileges(), or restore with"
                                + " JsonRestoreStrategy or CsvRestoreStrategy")
                        .exception();
            }
            if (jobs > 1 && (scope == Scope.DATA_ONLY || existing != Existing.REFUSE)) {
                throw Problem.of(
                                ErrorCode.INVALID_PLAN,
                                "several jobs are several transactions, which a restore into tables that exist cannot be")
                        .hint("leave out jobs(n), or restore everything into an empty database")
                        .exception();
            }
            checkExisting();
            RestoreView view = new RestoreView(scope, existing, connections.isDataSource());
            strategies.forEach(strategy -> strategy.check(view));
            return new RestorePlan(new RestoreSettings(
                    backup == null ? null : backup.stored(),
                    looseFile,
                    intoTable,
                    strategies,
                    connections,
                    newDatabase,
                    scope,
                    selection,
                    existing,
                    allowPartial,
                    strict,
                    jobs,
                    wishes,
                    listener));
        }

        private void checkExisting() {
            if (scope == Scope.DATA_ONLY && existing == Existing.CLEAN) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "rows alone cannot be restored with CLEAN, which drops tables")
                        .hint(
                                "choose existing(Existing.TRUNCATE) to empty the tables first, or scope(Scope.EVERYTHING)")
                        .exception();
            }
            boolean aboutRows =
                    existing == Existing.TRUNCATE || existing == Existing.APPEND || existing == Existing.UPSERT;
            if (scope == Scope.SCHEMA_ONLY && aboutRows) {
                throw Problem.of(
                                ErrorCode.INVALID_PLAN,
                                "a schema alone cannot be restored with " + existing + ", which is about rows")
                        .hint(
                                "choose existing(Existing.SKIP) to create what is missing, or existing(Existing.CLEAN) to drop and"
                                        + " create")
                        .exception();
            }
        }
    }
}

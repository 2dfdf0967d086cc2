package dev.coffer.backup.pgdump;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.spi.Contents;
import dev.coffer.backup.spi.LibpqConnection;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.RestoreView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets pg_restore restore the dump that {@link PgDumpExporter} wrote, in custom or directory format. Needs PostgreSQL's client
 * tools. Immutable and safe for use by several threads.
 *
 * <p>Defaults: tools found on {@code PATH} and in the usual places; every table; one transaction, all or nothing; neither owners
 * nor privileges, but what was closed to the public stays closed; a tool that gives no sign of life for 6 hours is ended, since
 * an index may take that long.
 */
public final class PgRestoreStrategy implements RestoreStrategy {
    private static final FormatId FORMAT = new FormatId("pgdump", 1);

    private final RestoreOptions options;

    private PgRestoreStrategy(RestoreOptions options) {
        this.options = options;
    }

    /** A strategy with the defaults. */
    public static PgRestoreStrategy create() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** {@code pgdump 1}. */
    @Override
    public FormatId format() {
        return FORMAT;
    }

    /** True: pg_restore writes the rows. */
    @Override
    public boolean connects() {
        return true;
    }

    /**
     * Refuses a plan that does not say where to connect, and what pg_restore cannot do with what exists: it serves {@code REFUSE}
     * and {@code CLEAN} for everything and the schema alone, {@code REFUSE} and {@code APPEND} for rows alone.
     */
    @Override
    public void check(RestoreView plan) {
        Existing other = plan.scope() == Scope.DATA_ONLY ? Existing.APPEND : Existing.CLEAN;
        if (plan.existing() != Existing.REFUSE && plan.existing() != other) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "pg_restore cannot restore " + plan.scope() + " with " + plan.existing())
                    .hint("choose existing(Existing.REFUSE) or existing(Existing." + other
                            + "), or restore from JSON or CSV")
                    .exception();
        }
        if (!options.sections().isEmpty() && plan.scope() != options.scope()) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "the sections "
                                    + options.sections().stream().sorted().toList() + " do not make " + plan.scope())
                    .hint("call scope(Scope." + options.scope() + "), or leave out sections(…)")
                    .exception();
        }
        if (plan.dataSource() && options.connection() == null) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "pg_restore connects on its own, and the plan's target is a data source that does not say where")
                    .hint("add PgRestoreStrategy.builder().connection(url) with the URL of the same database")
                    .exception();
        }
    }

    /**
     * Knows a dump in custom format, and has pg_restore read it to its end: a dump that is cut is an error before the target is
     * touched. What it will create is not compared with the target beforehand; one transaction is, as ever, all or nothing.
     */
    @Override
    public Optional<Contents> describe(Path looseFile) throws IOException {
        return LooseDump.describe(looseFile, options);
    }

    @Override
    public Restore open(RestoreContext run) {
        return new PgRestore(run, options);
    }

    /** The settings, without any secret. */
    @Override
    public String toString() {
        return "PgRestoreStrategy" + options.shown();
    }

    /** Collects the settings of a strategy. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable Path tools;
        private @Nullable LibpqConnection connection;
        private TableSelection tables = TableSelection.all();
        private Set<DumpSection> sections = Set.of();
        private int jobs = 1;
        private boolean collectErrors;
        private boolean singleTransaction;
        private boolean owners;
        private boolean privileges;
        private Duration silence = Duration.ofHours(6);

        private Builder() {}

        /** The folder of pg_restore; by default {@code PATH} and the usual places are searched. */
        public Builder tools(Path folder) {
            this.tools = requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Where pg_restore connects; by default to the target of the plan. Needed where that is a data source. It must be the
         * same database.
         *
         * @param url a libpq URI or a JDBC URL
         * @throws BackupException with {@link ErrorCode#CONNECTION_STRING} when it cannot be read
         */
        public Builder connection(String url) {
            this.connection = LibpqConnection.of(url);
            return this;
        }

        /**
         * The tables to restore, with what they need and what belongs to them: types, sequences, indexes, constraints, triggers.
         * By default every table, and everything else that the dump holds. What is not chosen is a skip of the report.
         */
        public Builder tables(TableSelection tables) {
            this.tables = requireNonNull(tables, "tables");
            return this;
        }

        /**
         * The sections to restore; by default all that the plan's scope has. What is left out is a skip of the report. {@code PRE_DATA}
         * and {@code DATA} make {@link Scope#EVERYTHING}, {@code PRE_DATA} alone {@link Scope#SCHEMA_ONLY}, {@code DATA} alone {@link
         * Scope#DATA_ONLY}; {@code POST_DATA} alone is nothing that core could count, and is refused.
         */
        public Builder sections(DumpSection first, DumpSection... others) {
            this.sections = Set.copyOf(EnumSet.of(first, others));
            return this;
        }

        /** How many tables and indexes pg_restore restores at the same time, at least 1; more than 1 is not all or nothing. */
        public Builder jobs(int jobs) {
            if (jobs < 1) {
                throw new IllegalArgumentException("jobs must be at least 1: " + jobs);
            }
            this.jobs = jobs;
            return this;
        }

        /** Goes on after an error; what failed is a skip of the report. Not all or nothing. */
        public Builder collectErrors() {
            this.collectErrors = true;
            return this;
        }

        /** Says that the restore must be all or nothing; the default unless {@link #jobs} or {@link #collectErrors} is called. */
        public Builder singleTransaction() {
            this.singleTransaction = true;
            return this;
        }

        /** Restores who owns what; the roles must exist. */
        public Builder owners() {
            this.owners = true;
            return this;
        }

        /** Restores GRANT and REVOKE; the roles must exist. */
        public Builder privileges() {
            this.privileges = true;
            return this;
        }

        /** How long pg_restore may give no sign of life before it is ended; zero for ever. */
        public Builder silence(Duration silence) {
            if (silence.isNegative()) {
                throw new IllegalArgumentException("silence must not be negative");
            }
            this.silence = silence;
            return this;
        }

        /**
         * A strategy with these settings.
         *
         * @throws BackupException with {@link ErrorCode#INVALID_PLAN} when they do not go together
         */
        public PgRestoreStrategy build() {
            if (singleTransaction && jobs > 1) {
                throw refused(
                        "one transaction is one connection, and several jobs are several",
                        "leave out jobs(n) or singleTransaction()");
            }
            if (singleTransaction && collectErrors) {
                throw refused(
                        "one transaction ends at its first error, so that there are none to collect",
                        "leave out collectErrors() or singleTransaction()");
            }
            if (sections.contains(DumpSection.POST_DATA) && !sections.contains(DumpSection.PRE_DATA)) {
                throw refused(
                        "the section POST_DATA belongs to the tables of PRE_DATA",
                        "add DumpSection.PRE_DATA, or run: pg_restore --section=post-data -d target complete_backup.dump");
            }
            return new PgRestoreStrategy(new RestoreOptions(
                    tools, connection, tables, sections, jobs, collectErrors, owners, privileges, silence));
        }

        private static BackupException refused(String what, String hint) {
            return Problem.of(ErrorCode.INVALID_PLAN, what).hint(hint).exception();
        }
    }
}

package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.backup.BackupRun;
import dev.coffer.backup.internal.backup.BackupSettings;
import dev.coffer.backup.internal.doctor.SourceExamination;
import dev.coffer.backup.internal.guard.GuardSettings;
import dev.coffer.backup.internal.increment.IncrementSettings;
import dev.coffer.backup.spi.PlanView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to back up, in which formats, to where. Immutable, safe for use by several threads, and reusable: each {@link
 * #run} makes a backup of its own.
 *
 * <p>Defaults: every table, at most 4 connections for a URL and 1 for a data source, 60 seconds of waiting for a lock,
 * skips allowed, the name {@code backup}, no listener.
 */
public final class BackupPlan {
    private final BackupSettings settings;
    private final PostgresDatabase source;
    private final boolean streamed;

    private BackupPlan(BackupSettings settings, PostgresDatabase source, boolean streamed) {
        this.settings = settings;
        this.source = source;
        this.streamed = streamed;
    }

    /** A plan without source, exporters and destination, which must be given. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes the backup and returns when it is complete on disk.
     *
     * @return what was written; never a backup that is not complete
     * @throws BackupException when anything failed; nothing is left that could be taken for a backup
     */
    @CheckReturnValue
    public BackupReport run() {
        StreamRules.requireFolder(streamed);
        return BackupRun.run(settings);
    }

    /**
     * Takes the backup and writes it into a stream as one archive, the manifest last; {@link Backup#readFrom} receives it. Each
     * file waits in a folder of its own (0700, files 0600) until it is complete, is appended, and deleted. So this takes as much disk as
     * the files that are written at the same time: the whole JSON, one CSV file for each connection, with pg_dump its files, and at
     * most 256 MiB of rows out of their turn. A plan for CSV alone with one connection needs the room of its largest table.
     *
     * @param out flushed, and left open; when this throws, what it took is no backup, and the other end finds that out
     * @throws IOException what the stream throws
     * @throws PlanException with {@link ErrorCode#INVALID_PLAN} unless the plan was built with {@link Builder#toStream()}
     * @throws BackupException when anything else failed; nothing is left on this machine
     */
    @CheckReturnValue
    public StreamReport writeTo(OutputStream out, ArchiveFormat format) throws IOException {
        StreamRules.requireStream(streamed);
        return BackupRun.stream(settings, requireNonNull(out, "out"), requireNonNull(format, "format"));
    }

    /**
     * The same with the one file of the plan's only format, as it is written and with no file on this machine, as {@code pg_dump | ssh}
     * does: {@code complete_backup.json}, which proves itself and restores alone. Reads with one connection, in the order of the file.
     *
     * @throws PlanException with {@link ErrorCode#UNSUPPORTED_BY_FORMAT} unless the plan has one exporter, and that {@link
     *     TableExporter#oneFile}; pg_dump has {@code PgDumpExporter.dumpTo(out)} for the same
     */
    @CheckReturnValue
    public StreamReport writeTo(OutputStream out) throws IOException {
        StreamRules.requireStream(streamed);
        StreamRules.requireOneFile(settings.exporters());
        return BackupRun.stream(settings.withOneConnection(), requireNonNull(out, "out"), null);
    }

    /**
     * Looks at everything that {@link #run} depends on, and says what it would refuse, leave out, or meet; takes no lock, reads
     * no row and writes nothing.
     *
     * @return the findings; what is wrong is one of them and no exception
     * @throws CancelledException when the thread is interrupted
     */
    @CheckReturnValue
    public Preflight preflight() {
        return SourceExamination.of(settings);
    }

    /**
     * Work with a backup before it, and the tables that it touched restored when it fails; nothing happens before {@link Guard#run}.
     * The plan's listener hears of the backup, and after a failure of the comparison and of the restore.
     *
     * @throws PlanException with {@link ErrorCode#INVALID_PLAN} where the plan takes less than all rows of its tables
     */
    public <T, E extends Exception> Guard<T, E> around(Guard.Work<T, E> work) {
        StreamRules.requireFolder(streamed);
        if (!settings.conditions().isEmpty() || !settings.excludedData().isEmpty()) {
            throw Problem.of(ErrorCode.INVALID_PLAN, "a guard needs all rows of the tables that it may have to restore")
                    .hint("leave out where(…) and excludeData(…), or choose whole tables with tables(…)")
                    .exception();
        }
        return new Guard<>(GuardSettings.of(this, settings, source), work);
    }

    /** The settings, without any secret. */
    @Override
    public String toString() {
        return settings.toString();
    }

    /** Collects the settings of a plan. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable PostgresDatabase source;
        private List<TableExporter> exporters = List.of();
        private TableSelection selection = TableSelection.all();
        private final Map<String, Condition> conditions = new LinkedHashMap<>();
        private final List<String> excludedData = new ArrayList<>();
        private @Nullable Path root;
        private boolean streamed;
        private String name = "backup";
        private int connections;
        private Duration lockTimeout = Duration.ofSeconds(60);
        private boolean strict;
        private boolean exclusive;
        private @Nullable ArchiveFormat archive;
        private @Nullable ShrinkGuard shrinkGuard;
        private @Nullable IncrementSettings increment;
        private @Nullable ProviderProfile profile;
        private ProgressListener listener = ProgressListener.NONE;

        private Builder() {}

        /** The database to back up. */
        public Builder source(PostgresDatabase source) {
            this.source = requireNonNull(source, "source");
            return this;
        }

        /** The formats to write, all from one reading of each table. Replaces those given before. */
        public Builder export(TableExporter... exporters) {
            this.exporters = List.of(exporters);
            return this;
        }

        /** The tables whose structure and rows are backed up; by default every table. */
        public Builder tables(TableSelection selection) {
            this.selection = requireNonNull(selection, "selection");
            return this;
        }

        /**
         * Restricts the rows of a table.
         *
         * @param table {@code schema.table}, or {@code table} where only one schema has it
         */
        public Builder where(String table, Condition condition) {
            conditions.put(requireNonNull(table, "table"), requireNonNull(condition, "condition"));
            return this;
        }

        /**
         * Leaves out the rows of tables and keeps their structure: such a table comes back empty, and the reports of backup
         * and restore name it. May be called several times.
         *
         * @param patterns as {@link TableSelection} explains them; each must fit a table that the plan takes, unless the
         *     selection has {@link TableSelection#allowNoMatch}
         * @throws IllegalArgumentException when a pattern is blank
         */
        public Builder excludeData(String... patterns) {
            for (String pattern : patterns) {
                if (requireNonNull(pattern, "pattern").isBlank()) {
                    throw new IllegalArgumentException("pattern must not be blank");
                }
                excludedData.add(pattern);
            }
            return this;
        }

        /** The folder in which the backup's own folder is made; created if it does not exist. */
        public Builder to(Path root) {
            this.root = requireNonNull(root, "root");
            this.streamed = false;
            return this;
        }

        /**
         * In place of {@link #to}: the plan is for {@link BackupPlan#writeTo}, and files wait in the folder of temporary files ({@code
         * java.io.tmpdir}) until they are complete.
         */
        public Builder toStream() {
            return toStream(Path.of(System.getProperty("java.io.tmpdir", ".")));
        }

        /** The same with another folder for the files that wait, on the default file system; it must be there. */
        public Builder toStream(Path spool) {
            this.root = requireNonNull(spool, "spool");
            this.streamed = true;
            return this;
        }

        /**
         * How the backup's folder begins; the time is appended.
         *
         * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with a dot or a hyphen
         */
        public Builder name(String name) {
            if (!name.matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]{0,99}")) {
                throw new IllegalArgumentException(
                        "name must be 1 to 100 letters, digits, '_', '-' and '.', beginning with a letter, digit or '_'");
            }
            this.name = name;
            return this;
        }

        /** How many connections may be used at the same time, at least 1. */
        public Builder connections(int connections) {
            if (connections < 1) {
                throw new IllegalArgumentException("connections must be at least 1: " + connections);
            }
            this.connections = connections;
            return this;
        }

        /** How long to wait for a lock on a table before the backup fails; zero waits for ever. */
        public Builder lockTimeout(Duration lockTimeout) {
            if (lockTimeout.isNegative()) {
                throw new IllegalArgumentException("lockTimeout must not be negative");
            }
            this.lockTimeout = lockTimeout;
            return this;
        }

        /**
         * Also writes the whole backup as one archive, beside its directory and called like it; none unless called. It appears when
         * the directory is complete, and takes its room besides. {@link Backup#archiveTo} makes one later.
         */
        public Builder archive(ArchiveFormat format) {
            this.archive = requireNonNull(format, "format");
            return this;
        }

        /** Makes it an error when anything has to be skipped. */
        public Builder strict() {
            this.strict = true;
            return this;
        }

        /**
         * Lets no two such runs write into the same folder at the same time, whether in one process or in several: the second
         * ends at once, before it connects. By default runs may meet, each in a folder of its own. A run that was killed
         * holds nothing; the file {@code .coffer.lock} that stays in the folder is no lock by itself.
         *
         * <p>{@link BackupPlan#run} then throws a {@link ConflictException} with {@link ErrorCode#ALREADY_RUNNING}. On a network
         * file system the lock is as good as that system's.
         */
        public Builder exclusive() {
            this.exclusive = true;
            return this;
        }

        /**
         * Looks for tables that lost more rows than this since the last backup of the same database in the same folder;
         * by default nobody looks.
         */
        public Builder shrinkGuard(ShrinkGuard guard) {
            this.shrinkGuard = requireNonNull(guard, "guard");
            return this;
        }

        /**
         * Builds on the newest good backup of the same database in the folder of {@link #to}: tables that are proved not to have
         * changed since are taken from there, and the server is not asked for their rows. The new backup holds every row all
         * the same and needs no other to be restored; files that are the same as the earlier one's share its room on the disk
         * where the file system can link them.
         *
         * <p>A table counts as unchanged when the server finds the same number of rows and the same sum of hashes over the place
         * ({@code ctid}) and the writer ({@code xmin}) of each, in the same file, with the same columns and types, and nothing
         * came between that could use the same numbers for other rows: a start of the server, a crash, another branch. In doubt
         * it is read. The first such backup, with no earlier one that recorded this, reads everything. Finding out costs the
         * server one reading of each table. Replaces what {@link #base} gave.
         *
         * @param formats how the earlier backup may be read; the first that it holds is used. None that {@link
         *     RestoreStrategy#connects}
         * @see <a href="https://www.postgresql.org/docs/current/ddl-system-columns.html">System columns</a>
         */
        public Builder incremental(RestoreStrategy... formats) {
            this.increment = new IncrementSettings(null, List.of(formats));
            return this;
        }

        /**
         * The same as {@link #incremental}, on a backup of one's choice. When that records nothing to compare with, or not of
         * this database, every table is read and the report says why; when it is damaged the run fails.
         *
         * @param base a directory or an archive
         */
        public Builder base(Backup base, RestoreStrategy... formats) {
            this.increment = new IncrementSettings(base.stored(), List.of(formats));
            return this;
        }

        /**
         * Says who runs the server, and so what of the database is the provider's and left out by name; without this the plan looks at the
         * server. {@link ProviderProfile#SELF} takes everything that the role may read.
         */
        public Builder profile(ProviderProfile profile) {
            this.profile = requireNonNull(profile, "profile");
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
         * @throws PlanException with {@link ErrorCode#INVALID_PLAN} when something is missing or given twice, or with
         *     {@link ErrorCode#UNSUPPORTED_BY_FORMAT} when a format cannot serve the plan
         */
        public BackupPlan build() {
            if (source == null) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the plan has no source")
                        .hint("call source(PostgresDatabase.of(…)) or source(PostgresDatabase.fromEnvironment())")
                        .exception();
            }
            if (root == null) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the plan has no destination")
                        .hint("call to(Path.of(\"database_backups\"))")
                        .exception();
            }
            if (streamed) {
                StreamRules.check(root, exclusive || archive != null || shrinkGuard != null || increment != null);
            }
            if (exclusive && root.getFileSystem() != FileSystems.getDefault()) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the file system of the destination knows no locks")
                        .file(root.toString())
                        .hint(
                                "leave out exclusive(), or write to a folder of this machine and copy the backup with copyTo(…)")
                        .exception();
            }
            if (exporters.isEmpty()) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the plan has no exporter")
                        .hint("call export(JsonTableExporter.create()), with the artifact dev.coffer:backup-json")
                        .exception();
            }
            if (exporters.stream().noneMatch(TableExporter::restorable)) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "no exporter of the plan writes what can be restored")
                        .hint("add one to export(…), such as CsvTableExporter.create()")
                        .exception();
            }
            long formats =
                    exporters.stream().map(e -> e.format().name()).distinct().count();
            if (formats < exporters.size()) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "two exporters of the plan write the same format")
                        .hint("give each format once")
                        .exception();
            }
            if (increment != null) {
                checkIncrement(increment);
            }
            PlanView view = new PlanView(
                    !conditions.isEmpty(),
                    source.connections().isDataSource(),
                    exporters.stream().anyMatch(exporter -> !exporter.connects()));
            exporters.forEach(exporter -> exporter.check(view));
            return new BackupPlan(
                    new BackupSettings(
                            source.connections(),
                            exporters,
                            selection,
                            Map.copyOf(conditions),
                            List.copyOf(excludedData),
                            root,
                            name,
                            connections > 0 ? connections : source.connections().defaultConnections(),
                            lockTimeout,
                            strict,
                            exclusive,
                            archive,
                            shrinkGuard,
                            increment,
                            profile,
                            listener),
                    source,
                    streamed);
        }

        private void checkIncrement(IncrementSettings wish) {
            if (wish.formats().isEmpty() || wish.formats().stream().anyMatch(RestoreStrategy::connects)) {
                throw Problem.of(
                                ErrorCode.INVALID_PLAN,
                                "the plan builds on an earlier backup, and gives no format to read it in, or one that only a tool"
                                        + " reads")
                        .hint("give incremental(…) or base(…) strategies that hand over rows, such as"
                                + " CsvRestoreStrategy.create()")
                        .exception();
            }
            exporters.stream().filter(TableExporter::connects).findFirst().ifPresent(exporter -> {
                throw Problem.of(
                                ErrorCode.UNSUPPORTED_BY_FORMAT,
                                "the format " + exporter.format().name()
                                        + " reads the whole database by itself, so its backups cannot be incremental")
                        .hint("leave incremental(…) or base(…) out, or take that format in a plan of its own")
                        .exception();
            });
        }
    }
}

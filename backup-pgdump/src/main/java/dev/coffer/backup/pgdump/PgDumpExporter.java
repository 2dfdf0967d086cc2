package dev.coffer.backup.pgdump;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.pgdump.tools.ToolFinder;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.LibpqConnection;
import dev.coffer.backup.spi.PlanView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets pg_dump write a dump, in the same snapshot that the plan's other formats are read in: {@code complete_backup.dump} and
 * {@code data.sql}. Needs PostgreSQL's client tools, of the server's version or newer; JSON and CSV need none. Immutable and
 * safe for use by several threads.
 *
 * <p>Defaults: tools found on {@code PATH} and in the usual places; custom format, compressed with gzip; {@code data.sql} with
 * COPY; owners and privileges as they are; a tool that gives no sign of life for 30 minutes is ended.
 *
 * <p>pg_dump connects on its own, beyond the connections of the plan.
 */
public final class PgDumpExporter implements TableExporter {
    private static final FormatId FORMAT = new FormatId("pgdump", 1);

    private final DumpSettings settings;

    private PgDumpExporter(DumpSettings settings) {
        this.settings = settings;
    }

    /** An exporter with the defaults. */
    public static PgDumpExporter create() {
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

    /** True: pg_dump takes no rows. */
    @Override
    public boolean connects() {
        return true;
    }

    /** True: it does not matter how others read the tables. */
    @Override
    public boolean splittable() {
        return true;
    }

    /** Refuses a plan with conditions, which pg_dump cannot serve, and one that does not say where to connect. */
    @Override
    public void check(PlanView plan) {
        if (plan.dataSource() && settings.connection() == null) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "pg_dump connects on its own, and the plan's source is a data source that does not say where")
                    .hint("add PgDumpExporter.builder().connection(url) with the URL of the same database")
                    .exception();
        }
        if (plan.conditions() && !settings.wholeTables()) {
            throw Problem.of(ErrorCode.UNSUPPORTED_BY_FORMAT, "pg_dump dumps whole tables and knows no where or since")
                    .hint("leave the conditions or PgDumpExporter out; or, with JSON or CSV in the same plan, say with"
                            + " PgDumpExporter.builder().wholeTables() that the dump is to hold every row")
                    .exception();
        }
        if (plan.conditions() && !plan.rows()) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "the plan has conditions, and no format that could serve them")
                    .hint("add JsonTableExporter or CsvTableExporter, or leave the conditions out")
                    .exception();
        }
    }

    /** {@inheritDoc} */
    @Override
    public void checkMachine(int serverMajor) {
        requireNonNull(ToolFinder.of(settings.tools()).forServer(serverMajor), "tools");
    }

    @Override
    public Export open(ExportContext run) throws IOException {
        return PgDumpExport.open(run, settings);
    }

    /**
     * Dumps the database of {@link Builder#connection} straight into a stream: a file elsewhere, a socket, another program. No
     * plan and no backup directory take part, so there is no manifest; but a dump in custom format is read by pg_restore while
     * it flows, and is proved to be whole. Nothing is stored on this machine.
     *
     * @param out takes the dump; flushed, and left open
     * @throws BackupException when the dump failed or is not whole; what the stream has taken by then is worthless
     * @throws IOException what the stream throws
     */
    public void dumpTo(OutputStream out) throws IOException {
        if (settings.connection() == null) {
            throw Problem.of(ErrorCode.INVALID_PLAN, "a dump without a plan does not know its database")
                    .hint("call PgDumpExporter.builder().connection(url)")
                    .exception();
        }
        if (settings.layout() == DumpLayout.DIRECTORY) {
            throw Problem.of(ErrorCode.INVALID_PLAN, "a stream takes one file, and the directory format has many")
                    .hint("leave out layout(DumpLayout.DIRECTORY)")
                    .exception();
        }
        new StreamedDump(settings, settings.connection()).writeTo(out);
    }

    /** The settings, without any secret. */
    @Override
    public String toString() {
        return "PgDumpExporter" + settings.shown();
    }

    /** Collects the settings of an exporter. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable Path tools;
        private @Nullable LibpqConnection connection;
        private DumpLayout layout = DumpLayout.CUSTOM;
        private DumpContents contents = DumpContents.EVERYTHING;
        private Set<DumpSection> sections = Set.of();
        private @Nullable DumpCompression compression;
        private int jobs = 1;
        private boolean inserts;
        private @Nullable Boolean dataSql;
        private boolean noOwner;
        private boolean noPrivileges;
        private boolean wholeTables;
        private Duration silence = Duration.ofMinutes(30);

        private Builder() {}

        /** The folder of pg_dump and pg_restore; by default {@code PATH} and the usual places are searched. */
        public Builder tools(Path folder) {
            this.tools = requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Where pg_dump connects; by default to the source of the plan. Needed where that is a data source. It must be the
         * same database.
         *
         * @param url a libpq URI or a JDBC URL
         * @throws BackupException with {@link ErrorCode#CONNECTION_STRING} when it cannot be read
         */
        public Builder connection(String url) {
            this.connection = LibpqConnection.of(url);
            return this;
        }

        /** The form of the dump; by default {@link DumpLayout#CUSTOM}. */
        public Builder layout(DumpLayout layout) {
            this.layout = requireNonNull(layout, "layout");
            return this;
        }

        /** What the dump holds; by default {@link DumpContents#EVERYTHING}. */
        public Builder contents(DumpContents contents) {
            this.contents = requireNonNull(contents, "contents");
            return this;
        }

        /** The sections that the dump holds, at least one; by default all. Goes with {@link DumpContents#EVERYTHING} only. */
        public Builder sections(DumpSection first, DumpSection... others) {
            this.sections = Set.copyOf(EnumSet.of(first, others));
            return this;
        }

        /** How the dump is compressed; by default with gzip, and not at all for {@link DumpLayout#PLAIN}. */
        public Builder compression(DumpCompression compression) {
            this.compression = requireNonNull(compression, "compression");
            return this;
        }

        /** How many tables pg_dump dumps at the same time, at least 1; more than 1 needs {@link DumpLayout#DIRECTORY}. */
        public Builder jobs(int jobs) {
            if (jobs < 1) {
                throw new IllegalArgumentException("jobs must be at least 1: " + jobs);
            }
            this.jobs = jobs;
            return this;
        }

        /** Writes rows as INSERT statements, in the dump and in {@code data.sql}: slower, and fit for other databases. */
        public Builder inserts() {
            this.inserts = true;
            return this;
        }

        /** Whether {@code data.sql} is made from the dump; by default yes, but for {@link DumpLayout#PLAIN}. */
        public Builder dataSql(boolean dataSql) {
            this.dataSql = dataSql;
            return this;
        }

        /** Leaves out owners, in the SQL files; pg_restore decides for a dump. */
        public Builder noOwner() {
            this.noOwner = true;
            return this;
        }

        /** Leaves out GRANT and REVOKE. */
        public Builder noPrivileges() {
            this.noPrivileges = true;
            return this;
        }

        /** Says that the dump is to hold every row of every table, although the plan has conditions for other formats. */
        public Builder wholeTables() {
            this.wholeTables = true;
            return this;
        }

        /** How long a tool may give no sign of life before it is ended; zero for ever. */
        public Builder silence(Duration silence) {
            if (silence.isNegative()) {
                throw new IllegalArgumentException("silence must not be negative");
            }
            this.silence = silence;
            return this;
        }

        /**
         * An exporter with these settings.
         *
         * @throws BackupException with {@link ErrorCode#INVALID_PLAN} when they do not go together
         */
        public PgDumpExporter build() {
            boolean plain = layout == DumpLayout.PLAIN;
            if (jobs > 1 && layout != DumpLayout.DIRECTORY) {
                throw refused(
                        "pg_dump writes with several jobs in the directory format only",
                        "call layout(DumpLayout.DIRECTORY)");
            }
            if (plain && Boolean.TRUE.equals(dataSql)) {
                throw refused(
                        "data.sql is made from a dump in custom or directory format, not from plain SQL",
                        "leave out dataSql(true), or layout(DumpLayout.PLAIN)");
            }
            if (contents == DumpContents.SCHEMA_ONLY && Boolean.TRUE.equals(dataSql)) {
                throw refused("a dump of the schema alone has no rows for data.sql", "leave out dataSql(true)");
            }
            if (plain && compression != null && compression.method() != DumpCompression.Method.NONE) {
                throw refused("plain SQL is written as it is read, uncompressed", "leave out compression(…)");
            }
            if (contents != DumpContents.EVERYTHING && !sections.isEmpty()) {
                throw refused(
                        "contents(…) and sections(…) both say what the dump holds",
                        "leave out one of them; the rows alone are sections(DumpSection.DATA)");
            }
            if (!sections.isEmpty() && !sections.contains(DumpSection.DATA) && Boolean.TRUE.equals(dataSql)) {
                throw refused("a dump without the section DATA has no rows for data.sql", "leave out dataSql(true)");
            }
            DumpCompression otherwise = plain ? DumpCompression.none() : DumpCompression.gzip();
            boolean sql = dataSql == null
                    ? !plain
                            && contents != DumpContents.SCHEMA_ONLY
                            && (sections.isEmpty() || sections.contains(DumpSection.DATA))
                    : dataSql;
            return new PgDumpExporter(new DumpSettings(
                    tools,
                    connection,
                    layout,
                    contents,
                    sections,
                    compression == null ? otherwise : compression,
                    jobs,
                    inserts,
                    sql,
                    noOwner,
                    noPrivileges,
                    wholeTables,
                    silence));
        }

        private static BackupException refused(String what, String hint) {
            return Problem.of(ErrorCode.INVALID_PLAN, what).hint(hint).exception();
        }
    }
}

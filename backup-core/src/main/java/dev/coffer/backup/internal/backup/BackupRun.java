package dev.coffer.backup.internal.backup;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.Skip;
import dev.coffer.backup.StreamReport;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.CatalogueDocument;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.increment.Increment;
import dev.coffer.backup.internal.message.Few;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.StatementGrammar;
import dev.coffer.backup.internal.store.BackupWriter;
import dev.coffer.backup.internal.store.RunLock;
import dev.coffer.backup.internal.store.Sink;
import dev.coffer.backup.spi.SharedSnapshot;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a backup plan, from the first connection to the rename into place. */
public final class BackupRun {
    private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);

    private final BackupSettings settings;
    private final Tuning tuning;
    private final ProgressMeter progress;
    private final Instant startedAt = Instant.now();
    private final long started = System.nanoTime();

    private final @Nullable StreamTarget stream;

    private BackupRun(BackupSettings settings, Tuning tuning, @Nullable StreamTarget stream) {
        this.settings = settings;
        this.stream = stream;
        this.tuning = tuning;
        this.progress = new ProgressMeter(settings.listener());
    }

    public static BackupReport run(BackupSettings settings) {
        return run(settings, Tuning.DEFAULT);
    }

    static BackupReport run(BackupSettings settings, Tuning tuning) {
        return run(settings, tuning, null);
    }

    /**
     * Writes into a stream instead of {@link BackupSettings#root}, where only what is not complete lies.
     *
     * @param form the form of the archive, or null for the one file of the only exporter
     * @throws IOException what the stream throws
     */
    public static StreamReport stream(BackupSettings settings, OutputStream out, @Nullable ArchiveFormat form)
            throws IOException {
        Sink sink = new Sink(out);
        try {
            return report(run(settings, Tuning.DEFAULT, new StreamTarget(sink, form)));
        } catch (CancelledException e) {
            throw e;
        } catch (BackupException e) {
            IOException failure = sink.failure();
            if (failure != null) {
                throw failure;
            }
            throw e;
        }
    }

    private static StreamReport report(BackupReport report) {
        return new StreamReport(
                String.valueOf(report.directory().getFileName()),
                report.snapshotTime(),
                report.tables(),
                report.withoutRows(),
                report.files(),
                report.skips(),
                report.warnings(),
                report.elapsed());
    }

    private static BackupReport run(BackupSettings settings, Tuning tuning, @Nullable StreamTarget stream) {
        try {
            return new BackupRun(settings, tuning, stream).run();
        } catch (CancelledException e) {
            // A file system that waits for its network may have taken the flag while files were closed.
            Thread.currentThread().interrupt();
            throw e;
        } catch (BackupException e) {
            // Whatever an interruption breaks, it is the reason.
            throw Thread.currentThread().isInterrupted() ? interrupted(e) : e;
        }
    }

    static BackupException interrupted(@Nullable BackupException broken) {
        return Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted before the backup was complete")
                .hint("run it again; nothing of this run is kept")
                .exception(broken);
    }

    private BackupReport run() {
        if (!settings.exclusive()) {
            return take();
        }
        RunLock lock = RunLock.take(settings.root());
        try (lock) {
            return take();
        }
    }

    private BackupReport take() {
        progress.phase(Progress.Phase.CATALOGUE);
        try (Session holder = settings.source().open()) {
            Preparation preparation = new Preparation(settings, holder, progress, tuning);
            Prepared prepared = preparation.run();
            preparation.checkConditions(prepared);
            requireNoSkips(prepared.cut().catalogue().skipped());
            requireRestorable(prepared.cut().catalogue().entries());
            try (BackupWriter writer = stream == null
                            ? BackupWriter.create(settings.root(), settings.name(), startedAt, tuning.spoolBytes())
                            : stream.writer(settings, startedAt, tuning);
                    Increment increment = increment(holder, prepared)) {
                if (increment != null) {
                    increment.files().ifPresent(writer::share);
                }
                return write(holder, prepared, writer, increment);
            }
        }
    }

    private @Nullable Increment increment(Session holder, Prepared prepared) {
        if (settings.increment() == null) {
            return null;
        }
        return Increment.of(
                settings.increment(),
                holder,
                settings.root(),
                prepared.cut().catalogue().server(),
                ManifestSettings.of(settings, prepared),
                prepared.tables().stream().map(PlannedTable::watched).toList(),
                prepared.lockBudget());
    }

    private void requireNoSkips(List<Skip> skips) {
        if (settings.strict() && !skips.isEmpty()) {
            throw Problem.of(
                            ErrorCode.INCOMPLETE,
                            "the plan is strict, and the backup would lack: " + Few.statements(skips))
                    .hint("remove these from the database or from the plan, or leave out strict() and look at skips()")
                    .exception();
        }
    }

    /** A restore takes no statement that does not belong to its entry: better no backup than one that it refuses. */
    private static void requireRestorable(List<SchemaEntry> entries) {
        for (SchemaEntry entry : entries) {
            String objection = StatementGrammar.objection(entry);
            if (objection != null) {
                throw Problem.of(ErrorCode.INCOMPLETE, "a restore would refuse " + objection)
                        .object(entry.id())
                        .hint(
                                "this is a fault of the library, please report it; until then leave the object's table out with"
                                        + " TableSelection.exclude(…), or use pg_dump")
                        .exception();
            }
        }
    }

    private BackupReport write(Session holder, Prepared prepared, BackupWriter writer, @Nullable Increment increment) {
        Catalogue catalogue = prepared.cut().catalogue();
        TaskPlanner planner = new TaskPlanner(
                tuning,
                settings.connections(),
                settings.exporters().stream().allMatch(TableExporter::splittable),
                table -> increment != null && increment.isUnchanged(table));
        List<TableData> tables = planner.tables(prepared.tables(), catalogue.largeObjects());
        List<ReadTask> tasks =
                planner.tasks(prepared.tables(), tables, prepared.snapshot().time(), prepared.lockBudget());
        List<TableCount> counts =
                tables.stream().map(table -> new TableCount(table, progress)).toList();
        LOG.debug("backup.read tables={} tasks={} connections={}", tables.size(), tasks.size(), settings.connections());
        progress.estimate(
                tables.stream().mapToLong(t -> Math.max(0, t.estimatedRows())).sum(),
                tables.stream().mapToLong(t -> Math.max(0, t.estimatedBytes())).sum());
        progress.phase(Progress.Phase.ROWS);

        byte[] document = CatalogueDocument.toBytes(catalogue);
        List<RunContext> contexts = new ArrayList<>();
        try (OpenExports exports = new OpenExports()) {
            for (TableExporter exporter : settings.exporters()) {
                RunContext context = new RunContext(
                        exporter.restorable() ? exporter.format().name() : null,
                        exporter.connects() ? shared(prepared) : null,
                        writer,
                        prepared,
                        document,
                        tables,
                        counts);
                contexts.add(context);
                exports.open(exporter, context);
            }
            new RowReading(settings.source(), prepared.snapshot(), writer, tasks, counts, exports.list(), tuning)
                    .run(holder, settings.connections(), new EarlierRows(increment, counts, exports.list()));
            progress.phase(Progress.Phase.FINISH);
            exports.finish();
        }
        release(holder);
        Completion completion =
                new Completion(settings, startedAt, started, prepared, counts, contexts, writer, increment);
        if (stream != null && stream.isOneFile()) {
            return completion.ofOneFile();
        }
        return completion.ofFolder(document, stream == null);
    }

    private SharedSnapshot shared(Prepared prepared) {
        return new SharedSnapshot(
                Objects.requireNonNull(prepared.snapshot().id(), "snapshot"),
                settings.source().forTools().orElse(null),
                prepared.cut().catalogue().server().versionNumber() / 10_000,
                settings.lockTimeout(),
                prepared.cut().leftOut(),
                prepared.cut().withoutRows());
    }

    /** If the snapshot did not live until here, what was read may be from several. */
    private void release(Session holder) {
        try {
            // What a raw condition may have made is not to stay.
            holder.execute("ROLLBACK");
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "giving back the snapshot");
        }
    }
}

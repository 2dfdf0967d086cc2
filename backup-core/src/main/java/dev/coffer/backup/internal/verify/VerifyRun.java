package dev.coffer.backup.internal.verify;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.VerifyReport;
import dev.coffer.backup.VerifyReport.Depth;
import dev.coffer.backup.internal.catalogue.CatalogueDocument;
import dev.coffer.backup.internal.progress.Steps;
import dev.coffer.backup.internal.restore.SourceReader;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.spi.TableData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One verification: first every file against the manifest, then, where that found nothing, the schema and the rows of each
 * format that somebody can read. What a damaged file holds is not looked into, since every word of it may be wrong.
 */
public final class VerifyRun {
    private static final String SCHEMA = "schema.json";

    private final BackupFiles files;
    private final Steps steps;
    private final List<Problem> faults = new ArrayList<>();

    private VerifyRun(BackupFiles files, Steps steps) {
        this.steps = steps;
        this.files = files;
    }

    public static VerifyReport run(BackupFiles files, List<RestoreStrategy> strategies, ProgressListener listener) {
        return new VerifyRun(files, steps(files.manifest(), strategies, listener)).run(strategies);
    }

    private VerifyReport run(List<RestoreStrategy> strategies) {
        Instant at = Instant.now();
        long started = System.nanoTime();
        Manifest manifest = files.manifest();
        steps.phase(Progress.Phase.VERIFY);
        files.check(fault -> faults.add(fault.problem()));
        if (Thread.currentThread().isInterrupted()) {
            throw StorageFailure.interrupted(null);
        }
        boolean whole = faults.isEmpty();
        if (whole) {
            attempt(() -> CatalogueDocument.parse(files.bytes(SCHEMA), SCHEMA));
        }
        List<VerifyReport.Format> formats = new ArrayList<>();
        for (FormatId format : manifest.formats()) {
            formats.add(whole ? look(format, strategies) : new VerifyReport.Format(format, Depth.FILES, 0, 0));
        }
        return new VerifyReport(
                manifest.files().size(),
                manifest.files().stream().mapToLong(Manifest.File::bytes).sum(),
                formats,
                faults,
                at,
                Duration.ofNanos(System.nanoTime() - started));
    }

    private static Steps steps(Manifest manifest, List<RestoreStrategy> strategies, ProgressListener listener) {
        long read = manifest.formats().stream()
                .filter(format -> strategies.stream()
                        .anyMatch(known -> known.format().name().equals(format.name()) && !known.connects()))
                .count();
        return new Steps(
                listener,
                read
                        * manifest.tables().stream()
                                .mapToLong(Manifest.Table::rows)
                                .sum(),
                read
                        * manifest.tables().stream()
                                .mapToLong(Manifest.Table::bytes)
                                .sum());
    }

    private VerifyReport.Format look(FormatId format, List<RestoreStrategy> strategies) {
        Optional<RestoreStrategy> strategy = strategies.stream()
                .filter(known -> known.format().name().equals(format.name()))
                .findFirst();
        if (strategy.isEmpty() || strategy.get().connects()) {
            return new VerifyReport.Format(format, Depth.FILES, 0, 0);
        }
        int[] tables = {0};
        long[] count = {0};
        attempt(() -> {
            try (SavedRows rows = SourceReader.openVerified(files, strategy.get())) {
                for (TableData table : rows.tables()) {
                    attempt(() -> {
                        steps.begins(table.name());
                        rows.read(table, new Dropped(steps));
                        steps.ends(table.name(), rows.totals(table).rows(), Math.max(0, table.estimatedBytes()));
                        tables[0]++;
                        count[0] += rows.totals(table).rows();
                    });
                }
            }
        });
        return new VerifyReport.Format(format, Depth.ROWS, tables[0], count[0]);
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (CancelledException e) {
            throw e;
        } catch (BackupException e) {
            // What an interruption breaks off says nothing about the backup.
            if (Thread.currentThread().isInterrupted()) {
                throw StorageFailure.interrupted(e);
            }
            faults.add(e.problem());
        }
    }

    /** Core has counted and hashed the row before it comes here. */
    private record Dropped(Steps steps) implements RowSink {
        @Override
        public void row(Row row) {
            if (Thread.currentThread().isInterrupted()) {
                throw StorageFailure.interrupted(null);
            }
            steps.row();
        }

        @Override
        public void end() {}
    }
}

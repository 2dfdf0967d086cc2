package dev.coffer.backup.internal.verify;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.VerifyReport;
import dev.coffer.backup.VerifyReport.Depth;
import dev.coffer.backup.internal.catalogue.CatalogueDocument;
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
    private final List<Problem> faults = new ArrayList<>();

    private VerifyRun(BackupFiles files) {
        this.files = files;
    }

    public static VerifyReport run(BackupFiles files, List<RestoreStrategy> strategies) {
        return new VerifyRun(files).run(strategies);
    }

    private VerifyReport run(List<RestoreStrategy> strategies) {
        Instant at = Instant.now();
        long started = System.nanoTime();
        Manifest manifest = files.manifest();
        files.check(fault -> faults.add(fault.problem()));
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
                        rows.read(table, new Dropped());
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
            faults.add(e.problem());
        }
    }

    /** Core has counted and hashed the row before it comes here. */
    private static final class Dropped implements RowSink {
        @Override
        public void row(Row row) {
            if (Thread.currentThread().isInterrupted()) {
                throw StorageFailure.interrupted(null);
            }
        }

        @Override
        public void end() {}
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.TableName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the listener how far a run has come. */
final class RestoreProgress {
    private static final long INTERVAL = Duration.ofMillis(500).toNanos();

    private final ProgressListener listener;
    private long rows;
    private long bytes;
    private long estimatedRows = -1;
    private long estimatedBytes = -1;
    private long lastTold;

    RestoreProgress(ProgressListener listener) {
        this.listener = listener;
    }

    void expect(List<SourceTable> tables) {
        estimatedRows = tables.stream().mapToLong(t -> t.totals().rows()).sum();
        estimatedBytes = tables.stream().mapToLong(SourceTable::bytes).sum();
    }

    void phase(Progress.Phase phase) {
        tell(phase, null, 0);
    }

    void begins(TableName table) {
        tell(Progress.Phase.ROWS, table, 0);
    }

    /** Counts one row and now and then says so. */
    void row(TableName table, long tableRows, int rowBytes) {
        rows++;
        bytes += rowBytes;
        if ((tableRows & 0xff) == 0 && System.nanoTime() - lastTold > INTERVAL) {
            tell(Progress.Phase.ROWS, table, tableRows);
        }
    }

    void ends(TableName table, long tableRows) {
        tell(Progress.Phase.ROWS, table, tableRows);
    }

    private void tell(Progress.Phase phase, @Nullable TableName table, long tableRows) {
        lastTold = System.nanoTime();
        listener.on(new Progress(phase, table, tableRows, rows, bytes, estimatedRows, estimatedBytes));
    }
}

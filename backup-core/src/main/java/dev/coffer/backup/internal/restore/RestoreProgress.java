package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.TableName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the listener how far a run has come. Safe for use by several threads. */
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

    synchronized void expect(List<SourceTable> tables) {
        estimatedRows = tables.stream().mapToLong(t -> t.totals().rows()).sum();
        estimatedBytes = tables.stream().mapToLong(SourceTable::bytes).sum();
    }

    synchronized void phase(Progress.Phase phase) {
        tell(phase, null, 0);
    }

    synchronized void begins(TableName table) {
        tell(Progress.Phase.ROWS, table, 0);
    }

    /** Counts rows and now and then says so. */
    synchronized void rows(TableName table, long tableRows, long moreRows, long moreBytes) {
        rows += moreRows;
        bytes += moreBytes;
        if (System.nanoTime() - lastTold > INTERVAL) {
            tell(Progress.Phase.ROWS, table, tableRows);
        }
    }

    synchronized void ends(TableName table, long tableRows) {
        tell(Progress.Phase.ROWS, table, tableRows);
    }

    private void tell(Progress.Phase phase, @Nullable TableName table, long tableRows) {
        lastTold = System.nanoTime();
        listener.on(new Progress(phase, table, tableRows, rows, bytes, estimatedRows, estimatedBytes));
    }
}

package dev.coffer.backup.internal.backup;

import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.TableName;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tells the listener how far a run has come, one thread at a time. */
final class ProgressMeter {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

    private final ProgressListener listener;
    private final Set<Progress.Phase> begun = EnumSet.noneOf(Progress.Phase.class);
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long lastTold = System.nanoTime();
    private volatile long estimatedRows = -1;
    private volatile long estimatedBytes = -1;

    ProgressMeter(ProgressListener listener) {
        this.listener = listener;
    }

    /** A phase begins; told once, since a run that starts again goes through some of them twice. */
    void phase(Progress.Phase phase) {
        synchronized (this) {
            if (begun.add(phase)) {
                tell(phase, null, 0);
            }
        }
    }

    void estimate(long rowsOfAll, long bytesOfAll) {
        estimatedRows = rowsOfAll;
        estimatedBytes = bytesOfAll;
    }

    /** A table begins or ends. */
    void table(TableName table, long tableRows) {
        synchronized (this) {
            tell(Progress.Phase.ROWS, table, tableRows);
        }
    }

    /** More rows have been read; told at intervals only. */
    void add(TableName table, long moreRows, long moreBytes, long tableRows) {
        rows.addAndGet(moreRows);
        bytes.addAndGet(moreBytes);
        if (System.nanoTime() - lastTold >= INTERVAL) {
            synchronized (this) {
                if (System.nanoTime() - lastTold >= INTERVAL) {
                    tell(Progress.Phase.ROWS, table, tableRows);
                }
            }
        }
    }

    private void tell(Progress.Phase phase, @Nullable TableName table, long tableRows) {
        listener.on(new Progress(phase, table, tableRows, rows.get(), bytes.get(), estimatedRows, estimatedBytes));
        lastTold = System.nanoTime();
    }
}

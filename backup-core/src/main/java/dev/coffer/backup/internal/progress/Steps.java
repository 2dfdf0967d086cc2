package dev.coffer.backup.internal.progress;

import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.TableName;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells a listener how far work with the files and tables of backups has come. Used by one thread. */
public final class Steps {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);
    /** The clock is looked at after so many rows. */
    private static final int ROWS = 1_000;

    private final LongSupplier clock;
    private final ProgressListener listener;
    private final long estimatedRows;
    private final long estimatedBytes;
    private @Nullable TableName table;
    private long tableRows;
    private long rows;
    private long bytes;
    private long told;

    /**
     * @param estimatedRows how many rows there are to read, or -1
     * @param estimatedBytes how many bytes there are to read, or -1
     */
    public Steps(ProgressListener listener, long estimatedRows, long estimatedBytes) {
        this(listener, estimatedRows, estimatedBytes, System::nanoTime);
    }

    Steps(ProgressListener listener, long estimatedRows, long estimatedBytes, LongSupplier clock) {
        this.clock = clock;
        this.told = clock.getAsLong();
        this.listener = listener;
        this.estimatedRows = estimatedRows;
        this.estimatedBytes = estimatedBytes;
    }

    public void phase(Progress.Phase phase) {
        listener.on(new Progress(phase, null, 0, rows, bytes, estimatedRows, estimatedBytes));
    }

    public void begins(TableName next) {
        table = next;
        tableRows = 0;
        told = clock.getAsLong();
        listener.on(new Progress(Progress.Phase.ROWS, table, 0, rows, bytes, estimatedRows, estimatedBytes));
    }

    /** A row of the table has been read; told now and then. */
    public void row() {
        tableRows++;
        if (tableRows % ROWS == 0 && clock.getAsLong() - told > INTERVAL) {
            told = clock.getAsLong();
            listener.on(new Progress(
                    Progress.Phase.ROWS, table, tableRows, rows + tableRows, bytes, estimatedRows, estimatedBytes));
        }
    }

    /** A table has been read. */
    public void ends(TableName read, long readRows, long readBytes) {
        rows += readRows;
        bytes += readBytes;
        listener.on(new Progress(Progress.Phase.ROWS, read, readRows, rows, bytes, estimatedRows, estimatedBytes));
    }

    /** So many bytes are dealt with; not told before the next step. */
    public void done(long more) {
        bytes += more;
    }

    /** More of a file has travelled; told now and then. */
    public void copied(long more) {
        bytes += more;
        if (clock.getAsLong() - told > INTERVAL) {
            told = clock.getAsLong();
            phase(Progress.Phase.COPY);
        }
    }
}

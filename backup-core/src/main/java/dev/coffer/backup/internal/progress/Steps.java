package dev.coffer.backup.internal.progress;

import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.TableName;
import java.util.concurrent.TimeUnit;

/** Tells a listener how far work with the files and tables of backups has come. Used by one thread. */
public final class Steps {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

    private final ProgressListener listener;
    private final long estimatedRows;
    private final long estimatedBytes;
    private long rows;
    private long bytes;
    private long told = System.nanoTime();

    /**
     * @param estimatedRows how many rows there are to read, or -1
     * @param estimatedBytes how many bytes there are to read, or -1
     */
    public Steps(ProgressListener listener, long estimatedRows, long estimatedBytes) {
        this.listener = listener;
        this.estimatedRows = estimatedRows;
        this.estimatedBytes = estimatedBytes;
    }

    public void phase(Progress.Phase phase) {
        listener.on(new Progress(phase, null, 0, rows, bytes, estimatedRows, estimatedBytes));
    }

    public void begins(TableName table) {
        listener.on(new Progress(Progress.Phase.ROWS, table, 0, rows, bytes, estimatedRows, estimatedBytes));
    }

    /** A table has been read. */
    public void ends(TableName table, long tableRows, long tableBytes) {
        rows += tableRows;
        bytes += tableBytes;
        listener.on(new Progress(Progress.Phase.ROWS, table, tableRows, rows, bytes, estimatedRows, estimatedBytes));
    }

    /** So many bytes are dealt with; not told before the next step. */
    public void done(long more) {
        bytes += more;
    }

    /** More of a file has travelled; told now and then. */
    public void copied(long more) {
        bytes += more;
        if (System.nanoTime() - told > INTERVAL) {
            told = System.nanoTime();
            phase(Progress.Phase.COPY);
        }
    }
}

package dev.coffer.backup.internal.backup;

import dev.coffer.backup.internal.rows.ContentHash;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.spi.TableTotals;

/** What has been read of a table, all its parts together. */
final class TableCount {
    private final TableData table;
    private final ProgressMeter progress;
    private final ContentHash hash = new ContentHash();
    private int partsBegun;
    private int partsEnded;
    private long rows;
    private long bytes;

    TableCount(TableData table, ProgressMeter progress) {
        this.table = table;
        this.progress = progress;
    }

    TableData table() {
        return table;
    }

    void begin() {
        boolean first;
        synchronized (this) {
            first = partsBegun++ == 0;
        }
        if (first) {
            progress.table(table.name(), 0);
        }
    }

    void add(long moreRows, long moreBytes) {
        long all;
        synchronized (this) {
            rows += moreRows;
            bytes += moreBytes;
            all = rows;
        }
        progress.add(table.name(), moreRows, moreBytes, all);
    }

    void end(ContentHash part) {
        boolean last;
        synchronized (this) {
            hash.add(part);
            last = ++partsEnded == table.parts();
        }
        if (last) {
            progress.table(table.name(), rows());
        }
    }

    synchronized boolean complete() {
        return partsEnded == table.parts();
    }

    synchronized long rows() {
        return rows;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized TableTotals totals() {
        return new TableTotals(rows, hash.toString());
    }
}

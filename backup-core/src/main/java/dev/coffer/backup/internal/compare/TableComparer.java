package dev.coffer.backup.internal.compare;

import dev.coffer.backup.ComparisonReport;
import dev.coffer.backup.ComparisonReport.Presence;
import dev.coffer.backup.internal.progress.Steps;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.internal.store.TemporaryFolder;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.spi.TableData;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Compares the rows of one table by digests on disk, bucket by bucket. The memory that it takes does not depend on the
 * number of rows but for very large tables, of which a bucket holds one in 256.
 */
final class TableComparer {
    private final Side before;
    private final Side after;
    private final TemporaryFolder folder;
    private final int detailsLimit;
    private final Steps steps;
    private final Set<Digest> different = new HashSet<>();
    private long added;
    private long removed;
    private long changed;

    /** How many keys of rows that differ are remembered is bounded. */
    TableComparer(Side before, Side after, TemporaryFolder folder, int detailsLimit, Steps steps) {
        this.before = before;
        this.after = after;
        this.folder = folder;
        this.detailsLimit = detailsLimit;
        this.steps = steps;
    }

    ComparisonReport.Table compare(TablePair pair) {
        long rowsBefore = before.rows().totals(pair.before()).rows();
        long rowsAfter = after.rows().totals(pair.after()).rows();
        if (!equalByHash(pair)) {
            int count = Buckets.count(Math.max(rowsBefore, rowsAfter));
            try (Buckets ones = fill(before.rows(), pair, pair.before(), count);
                    Buckets others = fill(after.rows(), pair, pair.after(), count)) {
                for (int bucket = 0; bucket < count; bucket++) {
                    compare(ones, others, bucket);
                }
            }
        }
        return new ComparisonReport.Table(
                pair.name(), Presence.BOTH, rowsBefore, rowsAfter, added, removed, changed, pair.keyed());
    }

    /** The keys of rows that differ, as many as are remembered. */
    Set<Digest> different() {
        return different;
    }

    private boolean equalByHash(TablePair pair) {
        return pair.before().columns().stream()
                        .map(column -> column.name())
                        .toList()
                        .equals(pair.after().columns().stream()
                                .map(column -> column.name())
                                .toList())
                && before.rows().totals(pair.before()).equals(after.rows().totals(pair.after()));
    }

    private Buckets fill(SavedRows rows, TablePair pair, TableData side, int count) {
        Buckets buckets = new Buckets(folder, "rows", count);
        try {
            RowDigests digests = pair.digests(side);
            rows.read(side, new RowSink() {
                @Override
                public void row(Row row) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw StorageFailure.interrupted(null);
                    }
                    buckets.add(digests.key(row), digests.columns(row));
                    steps.row();
                }

                @Override
                public void end() {
                    buckets.complete();
                }
            });
            return buckets;
        } catch (RuntimeException e) {
            buckets.close();
            throw e;
        }
    }

    private void compare(Buckets ones, Buckets others, int bucket) {
        Map<Digest, Found> found = new HashMap<>();
        ones.read(
                bucket,
                (key, columns) -> found.computeIfAbsent(key, k -> new Found()).before(columns));
        others.read(
                bucket,
                (key, columns) -> found.computeIfAbsent(key, k -> new Found()).after(columns));
        found.forEach((key, rows) -> {
            added += Math.max(0, rows.after - rows.before);
            removed += Math.max(0, rows.before - rows.after);
            boolean differs = rows.before == rows.after && rows.sum != 0;
            changed += differs ? 1 : 0;
            if ((differs || rows.before != rows.after) && different.size() < detailsLimit) {
                different.add(key);
            }
        });
    }

    /** The rows with one key: with a primary key at most one on each side. */
    private static final class Found {
        private int before;
        private int after;
        private long sum;

        void before(Digest columns) {
            before++;
            sum += columns.high() ^ columns.low();
        }

        void after(Digest columns) {
            after++;
            sum -= columns.high() ^ columns.low();
        }
    }
}

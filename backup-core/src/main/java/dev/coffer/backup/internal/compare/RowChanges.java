package dev.coffer.backup.internal.compare;

import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.spi.TableData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rows with certain keys once more, to show their values; as many of them as memory should have to hold. */
final class RowChanges {
    private static final long MOST_BYTES = 16L << 20;
    /** What decides on the order of rows; the rest of long ones does not. */
    private static final int ORDERING = 200;

    private final TablePair pair;
    private final Set<Digest> keys;
    private final int most;
    private final Map<Digest, Kept> before = new HashMap<>();
    private final Map<Digest, Kept> after = new HashMap<>();
    private final Set<Digest> leftOut = new HashSet<>();
    private long held;

    /**
     * Reads rows of both sides.
     *
     * @param most how many changes are wanted
     */
    RowChanges(TablePair pair, Set<Digest> keys, int most) {
        this.pair = pair;
        this.keys = keys;
        this.most = most;
    }

    /** In the order of their first columns, numbers in theirs. */
    List<RowChange> read(Side one, Side other) {
        collect(one.rows(), pair.before(), before);
        collect(other.rows(), pair.after(), after);
        List<Ordered> changes = new ArrayList<>();
        for (Digest key : keys) {
            if (!leftOut.contains(key)) {
                add(before.get(key), after.get(key), changes);
            }
        }
        changes.sort(Comparator.comparing(Ordered::by));
        return changes.stream().map(Ordered::change).toList();
    }

    private void add(@Nullable Kept one, @Nullable Kept other, List<Ordered> changes) {
        if (pair.keyed() && one != null && other != null) {
            changes.add(Ordered.of(new RowChange(one.values, other.values)));
            return;
        }
        // Without a key equal rows are equal: only their number differs.
        long more = (one == null ? 0 : one.count) - (other == null ? 0 : other.count);
        Kept shown = more > 0 ? one : other;
        if (shown == null || more == 0) {
            return;
        }
        Ordered change = Ordered.of(more > 0 ? new RowChange(shown.values, null) : new RowChange(null, shown.values));
        for (long i = 0; i < Math.abs(more) && changes.size() < most; i++) {
            changes.add(change);
        }
    }

    private void collect(SavedRows rows, TableData side, Map<Digest, Kept> into) {
        RowDigests digests = pair.digests(side);
        Projection columns = new Projection(pair.columnPlaces(side));
        rows.read(side, new RowSink() {
            @Override
            public void row(Row row) {
                if (Thread.currentThread().isInterrupted()) {
                    throw StorageFailure.interrupted(null);
                }
                Digest key = digests.key(row);
                if (keys.contains(key) && !leftOut.contains(key)) {
                    keep(key, columns.of(row), into);
                }
            }

            @Override
            public void end() {}
        });
    }

    /** A change is shown with both of its sides, or not at all. */
    private void keep(Digest key, Row row, Map<Digest, Kept> into) {
        Kept kept = into.get(key);
        if (kept != null) {
            kept.count++;
            return;
        }
        long bytes = 0;
        for (int i = 0; i < row.size(); i++) {
            bytes += row.isNull(i) ? 0 : row.length(i);
        }
        if (held + bytes > MOST_BYTES) {
            leftOut.add(key);
            Kept other = before.remove(key);
            held -= other == null ? 0 : other.bytes;
            return;
        }
        held += bytes;
        into.put(key, new Kept(values(row), bytes));
    }

    private static List<@Nullable String> values(Row row) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.isNull(i) ? null : row.text(i));
        }
        return values;
    }

    /** Equal rows, once. */
    private static final class Kept {
        private final List<@Nullable String> values;
        private final long bytes;
        private long count = 1;

        Kept(List<@Nullable String> values, long bytes) {
            this.values = values;
            this.bytes = bytes;
        }
    }

    private record Ordered(String by, RowChange change) {
        static Ordered of(RowChange change) {
            List<@Nullable String> row =
                    change.before() != null ? change.before() : Objects.requireNonNull(change.after());
            StringBuilder by = new StringBuilder();
            for (int i = 0; i < row.size() && by.length() < ORDERING; i++) {
                String value = String.valueOf(row.get(i));
                by.append(value, 0, Math.min(value.length(), ORDERING)).append(", ");
            }
            // Numbers of equal length stand in their order as texts do.
            return new Ordered(String.format(Locale.ROOT, "%09d", by.indexOf(",")) + by, change);
        }
    }
}

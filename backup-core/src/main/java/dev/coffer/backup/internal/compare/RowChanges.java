package dev.coffer.backup.internal.compare;

import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.spi.TableData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rows with certain keys once more, to show their values. */
final class RowChanges {
    private final TablePair pair;
    private final Set<Digest> keys;
    private final Map<Digest, List<List<@Nullable String>>> before = new LinkedHashMap<>();
    private final Map<Digest, List<List<@Nullable String>>> after = new LinkedHashMap<>();

    RowChanges(TablePair pair, Set<Digest> keys) {
        this.pair = pair;
        this.keys = keys;
    }

    /** In the order of their first columns, numbers in theirs. */
    List<RowChange> read(Side one, Side other) {
        collect(one.rows(), pair.before(), before);
        collect(other.rows(), pair.after(), after);
        List<RowChange> changes = new ArrayList<>();
        for (Digest key : keys) {
            List<List<@Nullable String>> ones = before.getOrDefault(key, List.of());
            List<List<@Nullable String>> others = after.getOrDefault(key, List.of());
            if (pair.keyed() && ones.size() == 1 && others.size() == 1) {
                changes.add(new RowChange(ones.get(0), others.get(0)));
                continue;
            }
            // Without a key equal rows are equal: only their number differs.
            ones.stream().skip(others.size()).forEach(row -> changes.add(new RowChange(row, null)));
            others.stream().skip(ones.size()).forEach(row -> changes.add(new RowChange(null, row)));
        }
        changes.sort(Comparator.comparing(RowChanges::order));
        return changes;
    }

    private static String order(RowChange change) {
        List<@Nullable String> row = change.before() != null ? change.before() : change.after();
        String text = String.valueOf(row);
        // Numbers of equal length stand in their order as texts do.
        return String.format(Locale.ROOT, "%09d", text.indexOf(',')) + text;
    }

    private void collect(SavedRows rows, TableData side, Map<Digest, List<List<@Nullable String>>> into) {
        RowDigests digests = pair.digests(side);
        Projection columns = new Projection(pair.columnPlaces(side));
        rows.read(side, new RowSink() {
            @Override
            public void row(Row row) {
                Digest key = digests.key(row);
                if (keys.contains(key)) {
                    into.computeIfAbsent(key, k -> new ArrayList<>()).add(values(columns.of(row)));
                }
            }

            @Override
            public void end() {}
        });
    }

    private static List<@Nullable String> values(Row row) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.isNull(i) ? null : row.text(i));
        }
        return values;
    }
}

package dev.coffer.backup.internal.compare;

import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.TableData;
import java.util.List;

/**
 * A table that both states have.
 *
 * @param before as the one has it
 * @param after as the other has it
 * @param columns the names that both have, in the order of the first
 * @param key the primary key, where both have the same one; else all columns
 * @param keyed whether that is a key
 */
record TablePair(TableData before, TableData after, List<String> columns, List<String> key, boolean keyed) {
    static TablePair of(Side before, TableData one, Side after, TableData other) {
        List<String> theirs = names(other);
        List<String> common = names(one).stream().filter(theirs::contains).toList();
        List<String> key = before.key(one.name());
        boolean keyed = !key.isEmpty() && key.equals(after.key(other.name()));
        return new TablePair(one, other, common, keyed ? key : common, keyed);
    }

    TableName name() {
        return before.name();
    }

    RowDigests digests(TableData side) {
        return new RowDigests(places(side, key), places(side, columns));
    }

    int[] columnPlaces(TableData side) {
        return places(side, columns);
    }

    private static int[] places(TableData side, List<String> wanted) {
        List<String> names = names(side);
        return wanted.stream().mapToInt(names::indexOf).toArray();
    }

    private static List<String> names(TableData table) {
        return table.columns().stream().map(Column::name).toList();
    }
}

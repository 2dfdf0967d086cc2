package dev.coffer.backup.internal.restore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Which row of a table a row of one COPY is, where others take some of the rows. Used by one thread. */
final class RowPlaces {
    /** Far more than can be on its way to the server, which tells of a row before it has taken many more. */
    private static final int KEPT = 1 << 12;

    /** Rows without a gap: how many of this COPY stood before the first of them, and how many of the table. */
    private record Stretch(long copied, long before) {}

    private final Deque<Stretch> stretches = new ArrayDeque<>();
    private long rows;
    private long next;

    /**
     * Takes note of rows.
     *
     * @param before how many rows of the table stand before them
     */
    void add(long before, long count) {
        if (before != next || stretches.isEmpty()) {
            stretches.addLast(new Stretch(rows, before));
            if (stretches.size() > KEPT) {
                stretches.removeFirst();
            }
        }
        rows += count;
        next = before + count;
    }

    /** How many rows of the table stand before the one that comes next if nobody else takes any. */
    long next() {
        return next;
    }

    /** How many this COPY has taken. */
    long rows() {
        return rows;
    }

    /** The row of the table, counted from 1 like that of this COPY; 0 when it is not known. */
    long of(long row) {
        for (Iterator<Stretch> all = stretches.descendingIterator(); row > 0 && all.hasNext(); ) {
            Stretch stretch = all.next();
            if (row > stretch.copied()) {
                return stretch.before() + row - stretch.copied();
            }
        }
        return 0;
    }
}

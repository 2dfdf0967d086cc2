package dev.coffer.backup.internal.schema;

import org.jspecify.annotations.Nullable;

/** How a sequence counts; the same words for sequences and for identity columns. */
record SequenceOptions(String start, String increment, String min, String max, String cache, boolean cycle) {
    static final String COLUMNS = "s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle";

    /** @param first the column of the row where {@link #COLUMNS} begin */
    static SequenceOptions of(ResultRow row, int first) {
        return new SequenceOptions(
                row.text(first),
                row.text(first + 1),
                row.text(first + 2),
                row.text(first + 3),
                row.text(first + 4),
                row.flag(first + 5));
    }

    String sql(@Nullable String name) {
        return (name == null ? "" : "SEQUENCE NAME " + name + " ") + "START WITH " + start + " INCREMENT BY "
                + increment + " MINVALUE " + min + " MAXVALUE " + max + " CACHE " + cache
                + (cycle ? " CYCLE" : " NO CYCLE");
    }
}

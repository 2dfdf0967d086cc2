package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.List;

/** How many entries of the server's lock table things take until their transaction ends (P5). */
final class Locks {
    /** The table, its TOAST table and the index of that. */
    static final int TABLE = 3;

    private static final int PER_STATEMENT = 2;

    private Locks() {}

    /** An entry's own object, what belongs to it, and the tables that it points to; rather too many than too few. */
    static int of(SchemaEntry entry) {
        int own = entry.kind().contains("table") || entry.kind().contains("materialized") ? TABLE : 1;
        return own + PER_STATEMENT * (entry.statements().size() - 1) + (entry.table() == null ? 0 : 1);
    }

    /** What restoring all of it would take together. */
    static long of(List<SchemaEntry> entries, int tables) {
        long sum = 0;
        for (SchemaEntry entry : entries) {
            sum += of(entry);
        }
        return Math.max(sum, (long) tables * TABLE);
    }
}

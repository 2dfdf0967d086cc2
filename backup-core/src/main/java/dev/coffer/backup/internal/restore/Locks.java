package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.List;

/** How many entries of the server's lock table things take until their transaction ends (P5). */
final class Locks {
    /** The table, its TOAST table and the index of that. */
    static final int TABLE = 3;

    /** A table that exists, with the indexes that it is likely to have. */
    private static final int EXISTING_TABLE = 6;

    private Locks() {}

    /** What creating the entry locks that nothing before it did. */
    static int of(SchemaEntry entry) {
        return switch (entry.kind()) {
            case "table", "foreign table", "materialized view" -> TABLE;
            case "function",
                    "procedure",
                    "aggregate",
                    "base type",
                    "enum type",
                    "domain",
                    "range type",
                    "schema",
                    "foreign key",
                    "check constraint",
                    "trigger",
                    "trigger state",
                    "default",
                    "rule",
                    "row security",
                    "policy",
                    "revoke",
                    "cast",
                    "materialized view data" -> 0;
            default -> 1;
        };
    }

    /** The same where the entry's table was created in another transaction; a foreign key has two. */
    static int alone(SchemaEntry entry) {
        int tables = entry.kind().equals("foreign key") ? 2 : 1;
        return of(entry) + (entry.table() == null ? 1 : tables * EXISTING_TABLE);
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

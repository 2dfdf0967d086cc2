package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a run has created, and how much of it is committed already: that is what a failure must remove. Safe for use by several
 * threads; what one commits counts as committed for all, since removing what is not there does no harm.
 */
final class Created {
    private final List<SchemaEntry> entries = new ArrayList<>();
    private int committed;
    private boolean kept;
    private boolean largeObjects;
    private boolean committedLargeObjects;

    synchronized void add(List<SchemaEntry> more) {
        entries.addAll(more);
    }

    synchronized void commit() {
        committed = entries.size();
        committedLargeObjects = largeObjects;
    }

    /** Large objects have been loaded, and there was none before, so that all of them are ours. */
    synchronized void largeObjects(boolean allOurs) {
        largeObjects = allOurs;
    }

    /** Whether every large object of the target must go. */
    synchronized boolean removesLargeObjects() {
        return committedLargeObjects && !kept;
    }

    /** All of it stays, or it is not known whether it is there. */
    synchronized void keep() {
        kept = true;
    }

    synchronized int count() {
        return entries.size();
    }

    /** What outlives a rollback, the newest first. */
    synchronized List<SchemaEntry> toRemove() {
        List<SchemaEntry> reversed = new ArrayList<>(entries.subList(0, kept ? 0 : committed));
        Collections.reverse(reversed);
        return reversed;
    }
}

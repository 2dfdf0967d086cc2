package dev.coffer.backup.internal.backup;

import dev.coffer.backup.Condition;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.LiveTable;
import dev.coffer.backup.internal.increment.WatchedTable;
import org.jspecify.annotations.Nullable;

/**
 * A table that the plan takes.
 *
 * @param live what reading it needs
 * @param condition which of its rows, or null for all
 */
record PlannedTable(LiveTable live, @Nullable Condition condition) {
    /** As an incremental backup sees it. */
    WatchedTable watched() {
        return new WatchedTable(live, condition == null && live.condition().isEmpty());
    }

    TableName name() {
        return live.table().name();
    }
}

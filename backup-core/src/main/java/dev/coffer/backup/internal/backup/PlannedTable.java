package dev.coffer.backup.internal.backup;

import dev.coffer.backup.Condition;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.LiveTable;
import org.jspecify.annotations.Nullable;

/**
 * A table that the plan takes.
 *
 * @param live what reading it needs
 * @param condition which of its rows, or null for all
 */
record PlannedTable(LiveTable live, @Nullable Condition condition) {
    TableName name() {
        return live.table().name();
    }
}

package dev.coffer.backup.internal.increment;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.LiveTable;

/**
 * A table of the plan.
 *
 * @param live what reading it needs
 * @param whole whether all its rows are taken; what a condition leaves depends on more than the table
 */
public record WatchedTable(LiveTable live, boolean whole) {
    TableName name() {
        return live.table().name();
    }
}

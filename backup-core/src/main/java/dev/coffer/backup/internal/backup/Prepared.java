package dev.coffer.backup.internal.backup;

import java.util.List;

/**
 * A backup whose tables are known and whose snapshot is held.
 *
 * @param cut what is taken
 * @param snapshot the snapshot that the holder's transaction has
 * @param lockBudget how many locks one task may take
 */
record Prepared(Cut cut, SnapshotInfo snapshot, long lockBudget) {
    List<PlannedTable> tables() {
        return cut.tables();
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with one table: the decision that a preview prints and a run carries out.
 *
 * @param source the table and its rows
 * @param into the table that takes the rows: itself, or in a target that lacks the partition the partitioned table above it
 * @param exists whether the target has it; otherwise the run creates it
 * @param emptied whether the rows that it has are removed first; for large objects those that come again
 * @param merge what happens to rows whose key is there; null where that is an error
 */
record TableAction(
        SourceTable source,
        TableName into,
        boolean exists,
        boolean emptied,
        @Nullable Merge merge) {
    /** A table that the run creates, or the large objects. */
    static TableAction create(SourceTable source) {
        return new TableAction(source, source.name(), false, false, null);
    }

    TableName name() {
        return source.name();
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;

/**
 * What is to be done with one table: the decision that a preview prints and a run carries out.
 *
 * @param source the table and its rows
 * @param exists whether the target has it; otherwise the run creates it
 * @param emptied whether the rows that it has are removed first
 */
record TableAction(SourceTable source, boolean exists, boolean emptied) {
    TableName name() {
        return source.name();
    }
}

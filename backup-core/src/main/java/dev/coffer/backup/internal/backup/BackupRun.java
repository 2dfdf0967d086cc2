package dev.coffer.backup.internal.backup;

import dev.coffer.backup.BackupReport;

/** One run of a backup plan, from the first connection to the rename into place. */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stubs
public final class BackupRun {
    private BackupRun() {}

    public static BackupReport run(BackupSettings settings) {
        throw new UnsupportedOperationException("being written");
    }
}

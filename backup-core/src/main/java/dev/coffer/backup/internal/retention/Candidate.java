package dev.coffer.backup.internal.retention;

import dev.coffer.backup.internal.store.BackupFiles;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backup that a policy decides about.
 *
 * @param files the backup
 * @param hold why it must stay, or null when nobody holds it
 * @param proved whether a drill or a verification succeeded
 * @param damage what is wrong with its files, or null
 */
record Candidate(
        BackupFiles files,
        @Nullable String hold,
        boolean proved,
        @Nullable String damage) {
    Instant time() {
        return files.manifest().snapshotTime();
    }

    String database() {
        return files.manifest().server().databaseId();
    }

    boolean isGood() {
        return damage == null;
    }
}

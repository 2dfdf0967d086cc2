package dev.coffer.backup.internal.backup;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot that all rows are read in.
 *
 * @param id what others import it by, or null where nobody will
 * @param time when it was taken, by the server's clock
 * @param lsn the write-ahead log position, where the role may read it
 * @param timeline the history that this position belongs to, where the role may read it
 * @param lockTimeout how long to wait for a lock
 */
record SnapshotInfo(
        @Nullable String id,
        Instant time,
        @Nullable String lsn,
        @Nullable String timeline,
        Duration lockTimeout) {}

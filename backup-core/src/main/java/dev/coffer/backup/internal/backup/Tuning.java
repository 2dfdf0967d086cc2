package dev.coffer.backup.internal.backup;

import java.util.function.Consumer;

/**
 * What a run may be tuned by, for tests that provoke with little data what takes much of it in earnest.
 *
 * @param smallBytes up to this size on the server's disk a table travels together with others
 * @param batchTables how many tables travel together at most
 * @param batchBytes how large these are together at most
 * @param splitBytes a table above this size is read in parts
 * @param partBytes how large a part is at least
 * @param lockCapacity how many locks the server's lock table holds, or 0 to ask the server
 * @param spoolBytes how much may wait on local disk for its turn
 * @param moments is told what has just been done, by the thread that did it
 */
record Tuning(
        long smallBytes,
        int batchTables,
        long batchBytes,
        long splitBytes,
        long partBytes,
        long lockCapacity,
        long spoolBytes,
        Consumer<Moment> moments) {
    private static final long MEGABYTE = 1 << 20;

    static final Tuning DEFAULT =
            new Tuning(MEGABYTE, 500, 16 * MEGABYTE, 64 * MEGABYTE, 32 * MEGABYTE, 0, 256 * MEGABYTE, moment -> {});

    /** Points at which another session may do harm. */
    enum Moment {
        /** The catalogue has been read; nothing is locked. */
        CATALOGUE_READ,
        /** The tables are locked; there is no snapshot. */
        LOCKED,
        /** There is a snapshot; no row has been read. */
        SNAPSHOT_TAKEN,
        /** The tables of a task are about to be locked by whoever reads them. */
        TASK_TAKEN,
        /** The tables of a task are locked and checked; their COPY is about to begin. */
        TASK_LOCKED,
        /** The rows of a task have been read. */
        TASK_READ
    }

    Tuning withMoments(Consumer<Moment> moments) {
        return new Tuning(
                smallBytes, batchTables, batchBytes, splitBytes, partBytes, lockCapacity, spoolBytes, moments);
    }

    Tuning withBatches(long smallBytes, int batchTables) {
        return new Tuning(
                smallBytes, batchTables, batchBytes, splitBytes, partBytes, lockCapacity, spoolBytes, moments);
    }

    Tuning withParts(long splitBytes, long partBytes) {
        return new Tuning(
                smallBytes, batchTables, batchBytes, splitBytes, partBytes, lockCapacity, spoolBytes, moments);
    }

    Tuning withLockCapacity(long lockCapacity) {
        return new Tuning(
                smallBytes, batchTables, batchBytes, splitBytes, partBytes, lockCapacity, spoolBytes, moments);
    }

    Tuning withSpool(long spoolBytes) {
        return new Tuning(
                smallBytes, batchTables, batchBytes, splitBytes, partBytes, lockCapacity, spoolBytes, moments);
    }
}

package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How far a run has come.
 *
 * @param phase what is being done
 * @param table the table being read or written, or null where no single one is
 * @param tableRows rows of that table so far
 * @param rows rows of all tables so far
 * @param bytes bytes of COPY text of all tables so far
 * @param estimatedRows how many rows all tables have together by the planner's estimate or the manifest, or -1
 * @param estimatedBytes how many bytes the tables take on the server's disk, or in the backup, or -1
 */
public record Progress(
        Phase phase,
        @Nullable TableName table,
        long tableRows,
        long rows,
        long bytes,
        long estimatedRows,
        long estimatedBytes) {

    /** What a run is doing; each is reported at least once, when it begins, in this order. */
    public enum Phase {
        /** Backup: connecting and reading the catalogue. */
        CATALOGUE,
        /** Backup: the tables are about to be locked. */
        LOCK,
        /** Backup: the snapshot has been taken. */
        SNAPSHOT,
        /** Restore: the files are being verified. */
        VERIFY,
        /** Restore: the target is being looked at. */
        PREFLIGHT,
        /** Restore: types, functions and tables are being created. */
        PRE_DATA,
        /** Backup and restore: rows are travelling; reported for each table when it begins, at intervals, and when it ends. */
        ROWS,
        /** Restore: keys, indexes, foreign keys and triggers are being created. */
        POST_DATA,
        /** Restore: rows are being counted, sequences set, the transaction committed. */
        COMMIT,
        /** Restore: ANALYZE. */
        ANALYZE,
        /** Copies and archives: files travel; {@link Progress#bytes} are theirs. Reported when it begins, at intervals, and at the end. */
        COPY,
        /** Pruning: a backup is about to be moved or removed; {@link Progress#bytes} are those of the backups before it. */
        REMOVE,
        /** Backup: files are being completed and the manifest written. */
        FINISH
    }

    public Progress {
        requireNonNull(phase, "phase");
    }
}

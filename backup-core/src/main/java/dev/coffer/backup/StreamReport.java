package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a plan wrote into a stream. There is one only when the stream took everything; whether it arrived, the other end finds out.
 *
 * @param name the folder in the archive, or the name that the one file has in a backup
 * @param snapshotTime the moment whose state it holds, by the server's clock
 * @param tables each table with its rows, in the order of the files; large objects are no table
 * @param withoutRows tables whose structure is in the backup and whose rows are not
 * @param files each file with its size before the archive's compression, in the order of their names; without the manifest
 * @param skips what was left out, and why
 * @param warnings what a reader should know though nothing is missing
 * @param elapsed how long the run took
 */
public record StreamReport(
        String name,
        Instant snapshotTime,
        List<BackupReport.Table> tables,
        List<TableName> withoutRows,
        List<BackupReport.File> files,
        List<Skip> skips,
        List<String> warnings,
        Duration elapsed) {
    public StreamReport {
        requireNonNull(name, "name");
        requireNonNull(snapshotTime, "snapshotTime");
        tables = List.copyOf(tables);
        withoutRows = List.copyOf(withoutRows);
        files = List.copyOf(files);
        skips = List.copyOf(skips);
        warnings = List.copyOf(warnings);
        requireNonNull(elapsed, "elapsed");
    }

    /** Complete, or complete but for the {@link #skips()}. */
    public Completeness completeness() {
        return skips.isEmpty() ? Completeness.COMPLETE : Completeness.COMPLETE_WITH_SKIPS;
    }

    /** The rows of all tables together. */
    public long rows() {
        return tables.stream().mapToLong(BackupReport.Table::rows).sum();
    }

    /**
     * Returns this report if nothing was skipped.
     *
     * @throws ConflictException with {@link ErrorCode#INCOMPLETE}, naming the first skips
     */
    public StreamReport requireComplete() {
        Skips.requireNone(skips, "the backup");
        return this;
    }
}

package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a backup holds. There is one only for a backup that is complete on disk.
 *
 * @param directory where it lies
 * @param archive the archive beside it, where the plan asked for one
 * @param snapshotTime the moment whose state it holds, by the server's clock
 * @param tables each table with its rows, in the order of the files; large objects are no table
 * @param withoutRows tables whose structure is in the backup and whose rows are not, by {@link
 *     BackupPlan.Builder#excludeData} or because a chosen table needs them
 * @param files each file with its size, in the order of their names
 * @param skips what was left out, and why
 * @param warnings what a reader should know though nothing is missing
 * @param increment what was taken from an earlier backup; empty unless the plan asked for that
 * @param growth since the last backup of the same database in the same folder; empty for the first one, and on file systems
 *     that keep no history
 * @param elapsed how long the run took
 */
public record BackupReport(
        Path directory,
        Optional<Path> archive,
        Instant snapshotTime,
        List<Table> tables,
        List<TableName> withoutRows,
        List<File> files,
        List<Skip> skips,
        List<String> warnings,
        Optional<Increment> increment,
        Optional<BackupHistory.Growth> growth,
        Duration elapsed) {
    public BackupReport {
        requireNonNull(directory, "directory");
        requireNonNull(archive, "archive");
        requireNonNull(snapshotTime, "snapshotTime");
        tables = List.copyOf(tables);
        withoutRows = List.copyOf(withoutRows);
        files = List.copyOf(files);
        skips = List.copyOf(skips);
        warnings = List.copyOf(warnings);
        requireNonNull(increment, "increment");
        requireNonNull(growth, "growth");
        requireNonNull(elapsed, "elapsed");
    }

    /**
     * A table of the backup.
     *
     * @param name the table
     * @param rows how many rows were read
     * @param bytes how long their COPY text is
     */
    public record Table(TableName name, long rows, long bytes) {}

    /**
     * A file of the backup.
     *
     * @param name relative to the directory, with {@code /} as separator
     * @param bytes its size
     */
    public record File(String name, long bytes) {}

    /**
     * What a backup took from an earlier one. It is whole all the same: it holds these rows itself.
     *
     * @param base the earlier backup, or empty where every table was read
     * @param unchanged the tables that are proved not to have changed since, whose rows the server was not asked for
     * @param notes why every table was read, or some are read every time
     */
    public record Increment(Optional<Path> base, List<TableName> unchanged, List<String> notes) {
        public Increment {
            requireNonNull(base, "base");
            unchanged = List.copyOf(unchanged);
            notes = List.copyOf(notes);
        }
    }

    /** Complete, or complete but for the {@link #skips()}. */
    public Completeness completeness() {
        return skips.isEmpty() ? Completeness.COMPLETE : Completeness.COMPLETE_WITH_SKIPS;
    }

    /** The rows of all tables together. */
    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    /** The bytes of all files together. */
    public long bytes() {
        return files.stream().mapToLong(File::bytes).sum();
    }

    /**
     * Returns this report if nothing was skipped.
     *
     * @throws ConflictException with {@link ErrorCode#INCOMPLETE}, naming the first skips
     */
    public BackupReport requireComplete() {
        Skips.requireNone(skips, "the backup");
        return this;
    }
}

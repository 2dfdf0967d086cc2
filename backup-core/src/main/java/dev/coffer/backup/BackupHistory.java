package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.watch.HistoryFile;
import dev.coffer.backup.internal.watch.HistoryPage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The backups that were ever taken into a folder, one line each in its {@code history.csv}; a line stays when its backup is
 * removed. Every backup onto the machine's own file systems adds one once it is complete. Immutable.
 *
 * @param entries oldest first
 */
public record BackupHistory(List<Entry> entries) {
    /** The name of the file, in the folder that backups are written to. */
    public static final String FILE = "history.csv";

    public BackupHistory {
        entries = List.copyOf(entries);
    }

    /**
     * One backup.
     *
     * @param time the moment whose state it holds, by the server's clock
     * @param database the database's name
     * @param databaseId the identity of the database; the backups of one database have the same
     * @param databaseBytes the size of the database on its server
     * @param backupBytes the size of the backup's files together
     * @param rows the rows of all tables together
     * @param elapsed how long the backup took
     * @param directory the name of its directory
     */
    public record Entry(
            Instant time,
            String database,
            String databaseId,
            long databaseBytes,
            long backupBytes,
            long rows,
            Duration elapsed,
            String directory) {
        public Entry {
            requireNonNull(time, "time");
            requireNonNull(database, "database");
            requireNonNull(databaseId, "databaseId");
            requireNonNull(elapsed, "elapsed");
            requireNonNull(directory, "directory");
        }
    }

    /**
     * What became of a database between two backups of it.
     *
     * @param before the earlier one
     * @param now the later one
     */
    public record Growth(Entry before, Entry now) {
        public Growth {
            requireNonNull(before, "before");
            requireNonNull(now, "now");
        }

        /** How many rows there are more; negative when there are fewer. */
        public long rows() {
            return now.rows() - before.rows();
        }

        /** How many bytes the database takes more on its server; negative when it takes fewer. */
        public long databaseBytes() {
            return now.databaseBytes() - before.databaseBytes();
        }

        /** How many bytes the backup takes more; negative when it takes fewer. */
        public long backupBytes() {
            return now.backupBytes() - before.backupBytes();
        }

        /** The time between the two snapshots. */
        public Duration time() {
            return Duration.between(before.time(), now.time());
        }
    }

    /**
     * What became of a database between its last two backups; empty where there are not two.
     *
     * @param databaseId as {@link Entry#databaseId} has it
     */
    public Optional<Growth> growth(String databaseId) {
        List<Entry> of = entries.stream()
                .filter(entry -> entry.databaseId().equals(databaseId))
                .toList();
        return of.size() < 2 ? Optional.empty() : Optional.of(new Growth(of.get(of.size() - 2), of.get(of.size() - 1)));
    }

    /**
     * Reads the history of a folder; it is empty where there is none yet.
     *
     * @throws FormatException with {@link ErrorCode#MALFORMED} when a line is not one of a history, naming the line
     * @throws StorageException when it cannot be read
     */
    public static BackupHistory of(Path root) {
        return new BackupHistory(HistoryFile.read(requireNonNull(root, "root")));
    }

    /**
     * Writes one self-contained page with the growth of each database over time and the sizes of the tables in its newest
     * backup, to look at in a browser. It loads nothing from anywhere, and holds names of tables and no row.
     *
     * @param root the folder that backups are written to
     * @param file a new file, which only its owner can read
     * @throws StorageException with {@link ErrorCode#NAME_TAKEN} when the file exists
     */
    public static void writePage(Path root, Path file) {
        HistoryPage.write(requireNonNull(root, "root"), requireNonNull(file, "file"));
    }
}

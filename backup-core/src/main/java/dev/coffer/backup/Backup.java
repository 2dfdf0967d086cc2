package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.drill.DrillRun;
import dev.coffer.backup.internal.restore.SourceReader;
import dev.coffer.backup.internal.retention.Holds;
import dev.coffer.backup.internal.retention.Proofs;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.internal.verify.VerifyRun;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.spi.TableData;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A backup that lies on disk. Opening one reads its manifest and nothing else; it needs no database. Immutable and safe
 * for use by several threads.
 */
public final class Backup {
    private final BackupFiles files;

    private Backup(BackupFiles files) {
        this.files = files;
    }

    /**
     * Opens a backup directory.
     *
     * @throws IntegrityException with {@link ErrorCode#NOT_A_BACKUP} when it has no manifest, or {@link
     *     ErrorCode#BAD_MANIFEST} when that is damaged
     * @throws StorageException when it cannot be read
     */
    public static Backup open(Path directory) {
        return new Backup(BackupFiles.open(directory));
    }

    /**
     * Opens every complete backup directly below a folder, oldest first. What has no valid manifest is not a backup and
     * is left out.
     *
     * @throws StorageException when the folder cannot be read
     */
    public static List<Backup> list(Path root) {
        return BackupFiles.list(root).stream().map(Backup::new).toList();
    }

    /** Where it lies. */
    public Path directory() {
        return files.directory();
    }

    /** The moment whose state it holds, by the clock of the server it came from. */
    public Instant snapshotTime() {
        return manifest().snapshotTime();
    }

    /** The version of the server it came from, such as {@code 15.19}. */
    public String serverVersion() {
        return manifest().server().version();
    }

    /** The name of the database it came from. */
    public String database() {
        return manifest().server().database();
    }

    /** The formats it holds. */
    public List<FormatId> formats() {
        return manifest().formats();
    }

    /** Each table with its rows, in the order of the files. Large objects are no table. */
    public List<BackupReport.Table> tables() {
        return manifest().tables().stream()
                .filter(table -> table.kind() == TableData.Kind.TABLE)
                .map(table -> new BackupReport.Table(table.name(), table.rows(), table.bytes()))
                .toList();
    }

    /** Each file but the manifest, with its size, in the order of their names. */
    public List<BackupReport.File> contents() {
        return manifest().files().stream()
                .map(file -> new BackupReport.File(file.name(), file.bytes()))
                .toList();
    }

    /** What was left out when it was taken, and why. */
    public List<Skip> skips() {
        return manifest().skips();
    }

    /**
     * Reads the whole backup and says everything that is wrong with it; no database is needed, nothing is changed. Every
     * file is compared with the manifest: there, nothing beside it, its size, its SHA-256. Where that finds no fault, each
     * format that a strategy is given for is read row by row: parsed, counted, and compared with the content hash that was
     * computed while the rows came from the server.
     *
     * @param strategies of the formats whose rows are to be read; a format without one, and one that only a tool can read,
     *     is verified by its files, and the report says so
     * @throws CancelledException when the thread is interrupted
     */
    @CheckReturnValue
    public VerifyReport verify(RestoreStrategy... strategies) {
        return VerifyRun.run(files, List.of(strategies));
    }

    /**
     * Proves the backup by restoring it: into a database with a name of its own, which is then read as a backup reads it,
     * compared with the manifest (the rows and the content hash of each table, the schema's entries by name), and dropped
     * in every outcome. Where the role may not create databases, the rows go into tables of their own in the database that
     * is given, in one transaction that is rolled back; the report says so.
     *
     * <p>The name begins with {@code coffer_drill_}; only a process that is killed leaves such a database behind. Reading
     * the rows again needs no disk; locks and rights are those of a restore and of a backup.
     *
     * @param server any database on the server to drill on, as a URL where a database is to be created
     * @param strategies the formats that may be read; the first one that the backup holds is drilled
     * @throws BackupException when the backup could not be restored; what was created is gone
     */
    @CheckReturnValue
    public DrillReport drill(PostgresDatabase server, RestoreStrategy... strategies) {
        return new DrillRun(this, files, server, server.connections(), strategies).run();
    }

    /**
     * Leaves beside the backup that it was found good, in the place of what was left before. A {@link RetentionPolicy}
     * prefers backups with such a proof.
     *
     * @throws StorageException when the folder around the backup cannot be written to
     */
    public void leaveProof(Proof proof) {
        Proofs.write(files, requireNonNull(proof, "proof"));
    }

    /**
     * Keeps this backup from being removed by any {@link RetentionPolicy} until {@link #release} is called. The hold is a
     * small file beside the backup's directory; one that is there is replaced.
     *
     * @param reason why, one line of at most 500 characters
     * @throws StorageException when the folder around the backup cannot be written to
     */
    public void hold(String reason) {
        Holds.set(files, reason);
    }

    /** Gives up the hold; does nothing where there is none. */
    public void release() {
        Holds.release(files);
    }

    /** Why the backup is held, if it is. */
    public Optional<String> heldBecause() {
        return Holds.of(files);
    }

    /** That this backup was found good, if it ever was: what the last verification or drill left beside it. */
    public Optional<Proof> proof() {
        return Proofs.of(files);
    }

    /**
     * Opens its rows, for tools that bring them elsewhere than a plan would. Verifies every file that will be read. The
     * caller closes it.
     *
     * @param strategies the formats that may be read; the first one that the backup holds is used. They must hand over rows
     * @throws BackupException when it is damaged, holds none of these formats, or only one that a tool restores
     */
    public SavedRows openRows(RestoreStrategy... strategies) {
        return SourceReader.open(files, List.of(strategies));
    }

    BackupFiles files() {
        return files;
    }

    private Manifest manifest() {
        return files.manifest();
    }

    @Override
    public String toString() {
        return directory().toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Backup backup && directory().equals(backup.directory());
    }

    @Override
    public int hashCode() {
        return directory().hashCode();
    }
}

package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.drill.DrillRun;
import dev.coffer.backup.internal.restore.SourceReader;
import dev.coffer.backup.internal.retention.Holds;
import dev.coffer.backup.internal.retention.Proofs;
import dev.coffer.backup.internal.store.ArchiveFile;
import dev.coffer.backup.internal.store.ArchivedBackup;
import dev.coffer.backup.internal.store.Archives;
import dev.coffer.backup.internal.store.BackupCopy;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.internal.store.StoredBackup;
import dev.coffer.backup.internal.store.Unpacked;
import dev.coffer.backup.internal.verify.VerifyRun;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A complete backup: a directory, or an archive of one. Opening one needs no database. Immutable and safe
 * for use by several threads.
 */
public final class Backup {
    private final StoredBackup stored;

    private Backup(StoredBackup stored) {
        this.stored = stored;
    }

    /**
     * Opens a backup directory, of which it reads the manifest and nothing else; or an archive ({@code tar.gz}, {@code tar.zst})
     * of one, made by {@link #archiveTo}, {@link #writeTo} or tar, which it reads to its end and compares with the manifest in it,
     * since that may come last. An archive is untrusted input: what no backup holds is refused, and nothing is written.
     *
     * @throws IntegrityException with {@link ErrorCode#NOT_A_BACKUP} when it has no manifest, {@link
     *     ErrorCode#BAD_MANIFEST} when that is damaged, or another code when an archive does not hold what its manifest says
     * @throws FormatException when an archive is damaged, or larger than it may be
     * @throws StorageException when it cannot be read
     */
    public static Backup open(Path directoryOrArchive) {
        return new Backup(BackupFiles.openAny(directoryOrArchive));
    }

    /**
     * Opens every complete backup directly below a folder, oldest first. What has no valid manifest is not a backup and
     * is left out; archives, which would have to be read to their end, are left out too.
     *
     * @throws StorageException when the folder cannot be read
     */
    public static List<Backup> list(Path root) {
        return BackupFiles.list(root).stream().map(Backup::new).toList();
    }

    /**
     * Reads an archive of a backup from a stream, in either format, into a new folder, and opens that. Needs the room of the
     * extracted backup below {@code root}, and no more. Nothing counts as a backup there before everything was verified.
     *
     * @param archive read to its end, and left open
     * @param root the folder in which the backup gets its own, called as in the archive; created if it does not exist. On another
     *     file system than the default one the archive is extracted into the folder of temporary files first
     * @throws BackupException when the archive is damaged or holds what no backup holds; nothing is left then
     */
    public static Backup readFrom(InputStream archive, Path root) {
        return readFrom(archive, root, ProgressListener.NONE);
    }

    /**
     * The same, telling in the phase {@link Progress.Phase#COPY} how many bytes of files have come; how many will is not known
     * before the archive ends. Interruption leaves nothing behind.
     */
    public static Backup readFrom(InputStream archive, Path root, ProgressListener listener) {
        requireNonNull(listener, "listener");
        return new Backup(BackupFiles.open(Archives.extract(archive, root, listener)));
    }

    /** Where it lies: the directory, or the archive. */
    public Path directory() {
        return stored.path();
    }

    /** Whether it is an archive; what reads its rows extracts it into the folder of temporary files for as long as that takes. */
    public boolean isArchive() {
        return stored instanceof ArchivedBackup;
    }

    /**
     * Writes the whole backup into one file; what {@link #open} opens and {@code tar} extracts. Every file is compared with the
     * manifest on its way. The file appears when it is complete; it belongs to the owner alone.
     *
     * @param file its name ends in {@code .tar.gz}, {@code .tgz} or {@code .tar.zst}; on any file system
     * @return {@code file}
     * @throws PlanException when the name says no format
     * @throws IntegrityException when the backup is damaged
     * @throws StorageException with {@link ErrorCode#NAME_TAKEN} when there is such a file, or when it cannot be written
     */
    public Path archiveTo(Path file) {
        return archiveTo(file, ProgressListener.NONE);
    }

    /** The same, telling how far it has come in the phase {@link Progress.Phase#COPY}; interruption leaves nothing behind. */
    public Path archiveTo(Path file, ProgressListener listener) {
        requireNonNull(listener, "listener");
        ArchiveFormat format = ArchiveFormat.of(file)
                .orElseThrow(() -> Problem.of(ErrorCode.INVALID_PLAN, "the name of the archive does not say its format")
                        .file(file.toString())
                        .hint("let it end in .tar.gz or .tar.zst")
                        .exception());
        try (Unpacked unpacked = stored.unpack()) {
            ArchiveFile.write(unpacked.files(), file, format, listener);
        }
        return file;
    }

    /**
     * Writes the whole backup into a stream as one archive, the manifest last, with no copy on this machine. Every file is
     * compared with the manifest on its way.
     *
     * @param out flushed, and left open; what it took is worthless when this throws
     * @throws IOException what the stream throws
     * @throws IntegrityException when the backup is damaged
     */
    public void writeTo(OutputStream out, ArchiveFormat format) throws IOException {
        writeTo(out, format, ProgressListener.NONE);
    }

    /**
     * The same, telling how far it has come in the phase {@link Progress.Phase#COPY}.
     *
     * @throws IOException what the stream throws
     */
    public void writeTo(OutputStream out, ArchiveFormat format, ProgressListener listener) throws IOException {
        requireNonNull(listener, "listener");
        try (Unpacked unpacked = stored.unpack()) {
            ArchiveFile.stream(unpacked.files(), out, format, listener);
        }
    }

    /**
     * Copies this backup, an archive as the directory in it, to any file system: another disk, SFTP, S3, memory. Each file is
     * hashed on its way, read again from where it arrived, and sent again when it did not arrive whole; the manifest goes last, so that a copy
     * that was broken off is no backup.
     *
     * @param root the folder in which the copy gets its own, called as this one, with a random suffix on other file systems than the
     *     default one; created if it does not exist
     * @return the copy
     * @throws IntegrityException when this backup is damaged
     * @throws StorageException when the copy cannot be written, or does not arrive whole after three attempts
     */
    public Backup copyTo(Path root) {
        return copyTo(root, ProgressListener.NONE);
    }

    /** The same, telling how far it has come in the phases VERIFY and COPY; interruption leaves nothing behind. */
    public Backup copyTo(Path root, ProgressListener listener) {
        requireNonNull(listener, "listener");
        try (Unpacked unpacked = stored.unpack()) {
            return new Backup(BackupFiles.open(BackupCopy.told(unpacked.files(), root, listener)));
        }
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
        return verify(ProgressListener.NONE, strategies);
    }

    /** The same, telling how far it has come in the phases VERIFY (the files) and ROWS. */
    @CheckReturnValue
    public VerifyReport verify(ProgressListener listener, RestoreStrategy... strategies) {
        requireNonNull(listener, "listener");
        try (Unpacked unpacked = stored.unpack()) {
            return VerifyRun.run(unpacked.files(), List.of(strategies), listener);
        }
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
        return drill(server, ProgressListener.NONE, strategies);
    }

    /**
     * The same, telling how far it has come: in the phases of a restore, then, while the restored database is read, in those
     * of a backup. Interruption drops what was created.
     */
    @CheckReturnValue
    public DrillReport drill(PostgresDatabase server, ProgressListener listener, RestoreStrategy... strategies) {
        requireNonNull(listener, "listener");
        try (Unpacked unpacked = stored.unpack()) {
            return new DrillRun(
                            new Backup(unpacked.files()),
                            unpacked.files(),
                            server,
                            server.connections(),
                            listener,
                            strategies)
                    .run();
        }
    }

    /**
     * Leaves beside the backup that it was found good, in the place of what was left before. A {@link RetentionPolicy}
     * prefers backups with such a proof.
     *
     * @throws StorageException when the folder around the backup cannot be written to
     */
    public void leaveProof(Proof proof) {
        Proofs.write(stored, requireNonNull(proof, "proof"));
    }

    /**
     * Keeps this backup from being removed by any {@link RetentionPolicy} until {@link #release} is called. The hold is a
     * small file beside the backup's directory; one that is there is replaced.
     *
     * @param reason why, one line of at most 500 characters
     * @throws StorageException when the folder around the backup cannot be written to
     */
    public void hold(String reason) {
        Holds.set(stored, reason);
    }

    /** Gives up the hold; does nothing where there is none. */
    public void release() {
        Holds.release(stored);
    }

    /** Why the backup is held, if it is. */
    public Optional<String> heldBecause() {
        return Holds.of(stored);
    }

    /** That this backup was found good, if it ever was: what the last verification or drill left beside it. */
    public Optional<Proof> proof() {
        return Proofs.of(stored);
    }

    /**
     * Opens its rows, for tools that bring them elsewhere than a plan would. Verifies every file that will be read. The
     * caller closes it.
     *
     * @param strategies the formats that may be read; the first one that the backup holds is used. They must hand over rows
     * @throws BackupException when it is damaged, holds none of these formats, or only one that a tool restores
     */
    public SavedRows openRows(RestoreStrategy... strategies) {
        return SourceReader.open(stored.unpack(), List.of(strategies));
    }

    /** For what needs them for longer than one call, or writes beside them. */
    BackupFiles files() {
        if (stored instanceof BackupFiles files) {
            return files;
        }
        throw Problem.of(ErrorCode.UNSUPPORTED_BY_FORMAT, "this needs the directory of a backup, not an archive of it")
                .file(stored.path().toString())
                .hint("extract it first: Backup.open(archive).copyTo(folder)")
                .exception();
    }

    StoredBackup stored() {
        return stored;
    }

    private Manifest manifest() {
        return stored.manifest();
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

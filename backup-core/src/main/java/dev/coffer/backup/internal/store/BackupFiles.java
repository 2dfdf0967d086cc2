package dev.coffer.backup.internal.store;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A backup directory, read: its manifest, and its files as untrusted input. */
public final class BackupFiles implements StoredBackup {
    private static final Logger LOG = LoggerFactory.getLogger(BackupFiles.class);
    private static final int LARGEST_IN_MEMORY = 1 << 29;

    private final BackupFolder folder;
    private final Manifest manifest;
    private volatile @Nullable TableIndex tables;

    private BackupFiles(BackupFolder folder, Manifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /** Opens a directory, of which it reads the manifest and nothing else, or an archive, which it reads to its end. */
    public static StoredBackup openAny(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? ArchivedBackup.open(path) : open(path);
    }

    /** Reads the manifest of a directory and nothing else. */
    public static BackupFiles open(Path directory) {
        String name = String.valueOf(Folders.named(directory).getFileName());
        if (name.endsWith(Destination.PARTIAL)) {
            throw notABackup(directory, "the backup was never completed")
                    .hint("its run failed or is still going on; open another one, Backup.list(…) finds them")
                    .exception();
        }
        try {
            if (Files.isRegularFile(directory)) {
                throw notABackup(directory, "this is a file, and a backup is a folder")
                        .hint("open the folder around it; a complete_backup.json alone is restored with"
                                + " RestorePlan.builder().from(path)")
                        .exception();
            }
            BackupFolder folder = BackupFolder.of(directory);
            if (!folder.exists(ManifestFile.NAME)) {
                throw notABackup(
                                directory, "the folder has no " + ManifestFile.NAME + ": no backup was completed there")
                        .hint("open a folder with a manifest, Backup.list(…) finds them")
                        .exception();
            }
            return new BackupFiles(folder, ManifestFile.read(folder));
        } catch (NoSuchFileException e) {
            throw notABackup(directory, "there is no such file or folder")
                    .hint("check the path; Backup.list(…) finds the backups in a folder")
                    .exception(e);
        } catch (IOException e) {
            throw StorageFailure.reading(e, directory.toString());
        }
    }

    private static Problem notABackup(Path directory, String what) {
        return Problem.of(ErrorCode.NOT_A_BACKUP, what).file(directory.toString());
    }

    /** Every complete backup directly below a folder, oldest first. */
    public static List<BackupFiles> list(Path root) {
        List<BackupFiles> found = new ArrayList<>();
        Path known = Folders.known(root);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(known)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    // A store of objects gives paths that do not begin where the root does.
                    openIfComplete(known.resolve(entry.getFileName()), found);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw unlistable(e, root);
        } catch (IOException e) {
            throw unlistable(e, root);
        }
        return BackupOrder.oldestFirst(found);
    }

    private static void openIfComplete(Path entry, List<BackupFiles> found) {
        try {
            found.add(open(entry));
        } catch (BackupException e) {
            if (e.code() == ErrorCode.INTERRUPTED) {
                throw e;
            }
            LOG.debug("list.passed-over folder={} code={}", entry, e.code());
        }
    }

    private static BackupException unlistable(Exception failure, Path root) {
        if (failure instanceof NoSuchFileException) {
            return Problem.of(ErrorCode.IO, "there is no such folder")
                    .file(root.toString())
                    .hint("give the folder that backups are written to, the one of to(…)")
                    .exception(failure);
        }
        return StorageFailure.reading(failure, root.toString());
    }

    public Path directory() {
        return folder.path();
    }

    @Override
    public Path path() {
        return folder.path();
    }

    BackupFolder folder() {
        return folder;
    }

    /** They lie there already. */
    @Override
    public Unpacked unpack() {
        return new Unpacked(this, null);
    }

    /** The manifest as it lies there; it must still be the one that was opened. */
    byte[] manifestBytes() {
        try (InputStream in = folder.open(ManifestFile.NAME)) {
            byte[] bytes = in.readAllBytes();
            if (!ManifestFile.parse(bytes).equals(manifest)) {
                throw Problem.of(ErrorCode.BAD_MANIFEST, "the manifest was changed after the backup was opened")
                        .file(ManifestFile.NAME)
                        .hint("open the backup again")
                        .exception();
            }
            return bytes;
        } catch (IOException e) {
            throw StorageFailure.reading(e, ManifestFile.NAME);
        }
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    /**
     * Checks size and SHA-256 of the files that a restore of these formats will read, and that no file is missing or
     * extra.
     *
     * @return what was proved, for the report
     */
    public String verify(List<String> formats) {
        return new Verification(folder, manifest).run(formats);
    }

    /** Checks every file, and tells of each fault that it finds. */
    public void check(Consumer<BackupException> faults) {
        new Verification(folder, manifest)
                .check(manifest.formats().stream().map(FormatId::name).toList(), faults);
    }

    /** Checks that every file that the manifest names is there with its size, which reads no content. */
    public void requireFiles() {
        new Verification(folder, manifest).requireSizes();
    }

    /** Opens a whole file that the manifest names, as it lies there. */
    public InputStream open(String name) throws IOException {
        return folder.open(file(name).name());
    }

    /** Where a file that the manifest names, or the folder of several, lies; nothing on a foreign file system. */
    public Optional<Path> local(String name) {
        boolean known = manifest.files().stream()
                .anyMatch(file -> file.name().equals(name) || file.name().startsWith(name + "/"));
        Path path = folder.path().resolve(name);
        return known && path.getFileSystem() == FileSystems.getDefault() ? Optional.of(path) : Optional.empty();
    }

    /**
     * Reads a whole file that the manifest names, such as {@code schema.json}, and verifies its size and SHA-256.
     *
     * @throws dev.coffer.backup.FormatException when it is larger than what is read into memory
     */
    public byte[] bytes(String name) {
        Manifest.File file = file(name);
        if (file.bytes() > LARGEST_IN_MEMORY) {
            throw Problem.of(ErrorCode.LIMIT, "the file has " + file.bytes() + " bytes, more than is read into memory")
                    .file(name)
                    .hint("this was not written by Coffer; do not restore it")
                    .exception();
        }
        try (InputStream in = folder.open(name)) {
            byte[] bytes = in.readNBytes((int) file.bytes() + 1);
            if (bytes.length != file.bytes()) {
                throw Verification.size(file, folder.size(name));
            }
            MessageDigest sha = Sha256.begin();
            sha.update(bytes);
            Verification.requireHash(file, Sha256.hex(sha));
            return bytes;
        } catch (IOException e) {
            throw StorageFailure.reading(e, name);
        }
    }

    private Manifest.File file(String name) {
        return manifest.files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.of(ErrorCode.FILE_MISSING, "the backup has no such file")
                        .file(FileNames.printable(name))
                        .hint("restore from another backup")
                        .exception());
    }

    /** Opens the uncompressed bytes of one table in the file of a format. Ends with an error where they are more or less than recorded. */
    public InputStream openTable(int table, String format) throws IOException {
        TableIndex.Place place = placeOf(table, format);
        String file = place.file().name();
        SeekableByteChannel channel = folder.channel(file);
        return switch (place.file().compression()) {
            case NONE -> new PlainPieces(file, channel, place.pieces());
            case GZIP -> new GzipPieces(file, channel, place.pieces());
            case ZSTD -> new ZstdPieces(file, channel, place.pieces());
        };
    }

    /** The file that holds a table in a format, as messages name it. */
    public String fileOf(int table, String format) {
        return placeOf(table, format).file().name();
    }

    private TableIndex.Place placeOf(int table, String format) {
        TableIndex index = tables;
        if (index == null) {
            // Made when first needed, since a list of many backups needs none; twice does no harm.
            index = new TableIndex(manifest);
            tables = index;
        }
        TableIndex.Place place = index.find(table, format);
        if (place == null) {
            throw Problem.of(ErrorCode.UNKNOWN_FORMAT, "the backup does not hold the table as " + format)
                    .table(manifest.tables().get(table).name())
                    .hint("restore from another format of the backup")
                    .exception();
        }
        return place;
    }
}

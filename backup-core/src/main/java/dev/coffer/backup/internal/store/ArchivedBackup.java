package dev.coffer.backup.internal.store;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.internal.archive.ArchiveReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A backup in one archive, read to its end and compared with the manifest in it when it was opened. */
public final class ArchivedBackup implements StoredBackup {
    private static final int BLOCK = 1 << 16;

    private final Path archive;
    private final Manifest manifest;

    private ArchivedBackup(Path archive, Manifest manifest) {
        this.archive = archive;
        this.manifest = manifest;
    }

    /** Reads an archive to its end; nothing is written anywhere. */
    public static ArchivedBackup open(Path archive) {
        Inspection inspection = new Inspection();
        try (InputStream in = stream(archive)) {
            ArchiveReader.read(in, inspection);
        } catch (IOException e) {
            throw StorageFailure.reading(e, archive.toString());
        }
        return new ArchivedBackup(archive, inspection.inventory.requireWhole());
    }

    private static InputStream stream(Path archive) throws IOException {
        return archive.getFileSystem() == FileSystems.getDefault()
                ? Files.newInputStream(archive, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
                : Files.newInputStream(archive);
    }

    @Override
    public Path path() {
        return archive;
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public Unpacked unpack() {
        Path temporary = temporary();
        try {
            BackupFiles files = extractTo(temporary);
            if (!files.manifest().equals(manifest)) {
                throw Problem.of(
                                ErrorCode.UNSAFE_PATH,
                                "another archive was put in the place of the one that was opened")
                        .file(archive.toString())
                        .hint("open it again")
                        .exception();
            }
            return new Unpacked(files, temporary);
        } catch (RuntimeException e) {
            Unpacked.remove(temporary);
            throw e;
        }
    }

    private BackupFiles extractTo(Path root) {
        try (InputStream in = stream(archive)) {
            return BackupFiles.open(Extraction.run(in, root, ProgressListener.NONE));
        } catch (IOException e) {
            throw StorageFailure.reading(e, archive.toString());
        }
    }

    /** A folder of the owner alone for what is extracted and removed again. */
    static Path temporary() {
        try {
            // Those of the owner alone are what this makes wherever there are permissions.
            return Files.createTempDirectory("coffer-archive-");
        } catch (IOException e) {
            throw StorageFailure.creating(e, Path.of(System.getProperty("java.io.tmpdir", ".")));
        }
    }

    /** Looks at everything and keeps nothing but hashes and the manifest. */
    private static final class Inspection implements ArchiveReader.Visitor {
        private final Inventory inventory = new Inventory();

        @Override
        public void file(String top, String name, long size, InputStream bytes) throws IOException {
            if (name.equals(ManifestFile.NAME)) {
                inventory.manifest(size, bytes);
                return;
            }
            MessageDigest sha = Sha256.begin();
            byte[] block = new byte[BLOCK];
            long count = 0;
            for (int read = bytes.read(block); read >= 0; read = bytes.read(block)) {
                sha.update(block, 0, read);
                count += read;
            }
            inventory.add(name, count, Sha256.hex(sha));
        }

        @Override
        public void folder(String name) {
            inventory.addFolder(name);
        }
    }
}

package dev.coffer.backup.internal.store;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that is read by its path and turns out to be one of a backup's: then it must be what the manifest says. */
public final class FileInBackup {
    private static final Logger LOG = LoggerFactory.getLogger(FileInBackup.class);
    /** A table's file lies in the backup's folder or in one below it. */
    private static final int DEPTH = 2;

    private FileInBackup() {}

    /**
     * Compares a file with the manifest of the backup that it lies in.
     *
     * @return what was verified, for a report; empty where it belongs to no backup
     * @throws dev.coffer.backup.IntegrityException when it was edited
     */
    public static Optional<String> verify(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        for (int i = 0; i < DEPTH && folder != null; i++, folder = folder.getParent()) {
            BackupFiles backup = backupAt(folder);
            if (backup != null) {
                String name = folder.relativize(absolute)
                        .toString()
                        .replace(folder.getFileSystem().getSeparator(), "/");
                return listed(backup, name, file);
            }
        }
        return Optional.empty();
    }

    private static @Nullable BackupFiles backupAt(Path folder) {
        if (!Files.isRegularFile(folder.resolve(ManifestFile.NAME), LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try {
            return BackupFiles.open(folder);
        } catch (BackupException e) {
            // Without a manifest that is whole it is no backup: somebody else's file of that name, or one that is lost.
            LOG.debug("loose.no-backup code={}", e.code());
            return null;
        }
    }

    private static Optional<String> listed(BackupFiles backup, String name, Path file) throws IOException {
        for (Manifest.File listed : backup.manifest().files()) {
            if (listed.name().equals(name)) {
                if (Files.size(file) != listed.bytes() || !sha256(file).equals(listed.sha256())) {
                    throw Problem.of(
                                    ErrorCode.CHECKSUM,
                                    "the file was edited inside the backup that it belongs to, and is not what the manifest"
                                            + " lists")
                            .file(name)
                            .hint("copy it out of the backup and load the copy")
                            .exception();
                }
                return Optional.of("SHA-256 of 1 file, by the manifest of the backup that it lies in");
            }
        }
        return Optional.empty();
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest sha = Sha256.begin();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sha.update(buffer, 0, count);
            }
        }
        return Sha256.hex(sha);
    }
}

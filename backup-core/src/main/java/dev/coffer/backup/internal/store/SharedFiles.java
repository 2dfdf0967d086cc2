package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of an earlier backup that a new one has too: the new name becomes another name of the old bytes, so that they take
 * the disk's room once. Each backup stays whole, whichever of the two is removed. Where the file system cannot do that, the
 * new file stays as it was written.
 */
final class SharedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SharedFiles.class);
    private static final String SUFFIX = ".link";

    private final BackupFiles earlier;
    private final Map<String, Manifest.File> files;

    SharedFiles(BackupFiles earlier) {
        this.earlier = earlier;
        this.files =
                earlier.manifest().files().stream().collect(Collectors.toMap(Manifest.File::name, Function.identity()));
    }

    /** Puts the earlier file in the place of one that has just been written, if they are the same. */
    void share(Path written, Manifest.File file) {
        Manifest.File same = files.get(file.name());
        if (same == null || same.bytes() != file.bytes() || !same.sha256().equals(file.sha256())) {
            return;
        }
        Path link = written.resolveSibling(written.getFileName() + SUFFIX);
        try {
            Files.createLink(link, earlier.directory().resolve(file.name()));
            try {
                if (isAs(written, link) && sha256(link).equals(file.sha256())) {
                    Files.move(link, written, StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                Files.deleteIfExists(link);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug(
                    "increment.not-shared file={} reason={}",
                    file.name(),
                    e.getClass().getSimpleName());
        }
    }

    /** What others may write, or somebody else owns, is not taken into a backup. */
    private static boolean isAs(Path written, Path link) throws IOException {
        if (!Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        return !written.getFileSystem().supportedFileAttributeViews().contains("posix")
                || (Files.getPosixFilePermissions(link, LinkOption.NOFOLLOW_LINKS)
                                .equals(Files.getPosixFilePermissions(written, LinkOption.NOFOLLOW_LINKS))
                        && Files.getOwner(link, LinkOption.NOFOLLOW_LINKS)
                                .equals(Files.getOwner(written, LinkOption.NOFOLLOW_LINKS)));
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest sha = Sha256.begin();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sha.update(buffer, 0, count);
            }
        }
        return Sha256.hex(sha);
    }
}

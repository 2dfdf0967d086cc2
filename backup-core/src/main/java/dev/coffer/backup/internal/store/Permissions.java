package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Narrow permissions from the moment of creation, where the file system knows any. */
final class Permissions {
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final boolean posix;

    private Permissions(boolean posix) {
        this.posix = posix;
    }

    static Permissions on(Path place) {
        return new Permissions(
                place.getFileSystem().supportedFileAttributeViews().contains("posix"));
    }

    FileAttribute<?>[] ofFile() {
        return posix ? new FileAttribute<?>[] {FILE} : new FileAttribute<?>[0];
    }

    FileAttribute<?>[] ofFolder() {
        return posix ? new FileAttribute<?>[] {FOLDER} : new FileAttribute<?>[0];
    }

    /** A sentence for the report when a folder that was made is open to others all the same, as on a FAT disk. */
    Optional<String> warningAbout(Path folder) throws IOException {
        if (posix && OWNERS.containsAll(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))) {
            return Optional.empty();
        }
        return Optional.of("permissions not set: the file system of " + folder.getFileName()
                + " has none, so whoever may read the folder around it may read the backup");
    }

    /** A sentence for the report when everybody may put files beside the backups. */
    Optional<String> warningAboutRoot(Path root) throws IOException {
        if (posix && Files.getPosixFilePermissions(root).contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of("the folder " + root
                    + " can be written to by every user of this machine: somebody else could put a backup there");
        }
        return Optional.empty();
    }
}

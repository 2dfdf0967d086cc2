package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a backup away for good. First its manifest gets another name, so that the directory is no backup any more from
 * that moment on; that file is also the last one to go, so that a removal that could not be finished is known as one.
 */
public final class BackupRemoval {
    static final String REMOVED = ManifestFile.NAME + ".removed";
    private static final Pattern OF_A_RUN = Pattern.compile(".+_\\d{4}-\\d{2}-\\d{2}_\\d{6}(-\\d+)?\\.partial");

    private BackupRemoval() {}

    /** Removes a backup. A failure leaves a directory that is not a backup. */
    public static void remove(BackupFiles backup) {
        Path folder = backup.directory();
        try {
            Path manifest = folder.resolve(ManifestFile.NAME);
            if (folder.getFileSystem() == FileSystems.getDefault()) {
                Files.move(manifest, folder.resolve(REMOVED));
                Folders.sync(folder);
            } else {
                // Others cannot move; without the manifest it is no backup either.
                Files.delete(manifest);
            }
            finish(folder);
        } catch (IOException e) {
            throw StorageFailure.removing(e, folder);
        }
    }

    /** Goes on with a removal that was not finished, or removes what a killed run left. */
    public static void finishRemoval(Path folder) {
        try {
            finish(folder);
        } catch (IOException e) {
            throw StorageFailure.removing(e, folder);
        }
    }

    private static void finish(Path folder) throws IOException {
        IOException first = null;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, entry -> !isMarker(entry))) {
            for (Path entry : entries) {
                try {
                    Folders.delete(entry);
                } catch (IOException e) {
                    first = with(first, e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
        Folders.delete(folder);
    }

    private static IOException with(@Nullable IOException first, IOException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }

    private static boolean isMarker(Path entry) {
        return REMOVED.equals(String.valueOf(entry.getFileName()));
    }

    /** Whether a directory was a backup whose removal was not finished. */
    public static boolean isHalfRemoved(Path folder) {
        return Files.isRegularFile(folder.resolve(REMOVED), LinkOption.NOFOLLOW_LINKS)
                && !Files.exists(folder.resolve(ManifestFile.NAME), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a directory is named as those of runs that have not ended, and holds the lock file of one. */
    public static boolean isOfARun(Path folder) {
        return OF_A_RUN.matcher(String.valueOf(folder.getFileName())).matches()
                && Files.isRegularFile(folder.resolve(Hold.FILE), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the run that writes a directory still lives. */
    public static boolean isBeingWritten(Path folder) {
        try {
            return Hold.isHeld(folder);
        } catch (IOException e) {
            throw StorageFailure.reading(e, folder.toString());
        }
    }
}

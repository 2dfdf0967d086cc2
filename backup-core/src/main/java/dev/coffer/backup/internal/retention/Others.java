package dev.coffer.backup.internal.retention;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupHistory;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.BackupRemoval;
import dev.coffer.backup.internal.store.RunLock;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What lies in a folder of backups and is none.
 *
 * @param leftovers what our own runs left behind and nobody writes any more, with what it is
 * @param names everything else, which is not ours
 */
record Others(Map<Path, String> leftovers, List<String> names) {
    static Others in(Path root, List<BackupFiles> backups) {
        Set<Path> known =
                backups.stream().map(backup -> backup.directory().getFileName()).collect(Collectors.toSet());
        Map<Path, String> leftovers = new TreeMap<>();
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                if (!known.contains(entry.getFileName()) && !isOurs(entry) && !sort(entry, leftovers)) {
                    names.add(String.valueOf(entry.getFileName()));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(root, e);
        } catch (IOException e) {
            throw unreadable(root, e);
        }
        names.sort(null);
        return new Others(leftovers, names);
    }

    private static boolean isOurs(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return name.equals(BackupHistory.FILE)
                || name.equals(RunLock.FILE)
                || name.endsWith(Holds.SUFFIX)
                || name.endsWith(Proofs.SUFFIX);
    }

    private static boolean sort(Path entry, Map<Path, String> leftovers) {
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (BackupRemoval.isHalfRemoved(entry)) {
            leftovers.put(entry, "a removal that was not finished");
            return true;
        }
        if (BackupRemoval.isOfARun(entry) && !BackupRemoval.isBeingWritten(entry)) {
            leftovers.put(entry, "a run that was killed");
            return true;
        }
        return false;
    }

    private static BackupException unreadable(Path root, Exception cause) {
        return Problem.of(ErrorCode.IO, "the folder cannot be listed")
                .file(root.toString())
                .hint("give the folder that backups are written to, the one of to(…)")
                .exception(cause);
    }
}

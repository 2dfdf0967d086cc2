package dev.coffer.backup.internal.store;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what a failed access to a file means for the person who waits for the backup. */
public final class StorageFailure {
    private static final List<String> FULL =
            List.of("no space left", "not enough space", "out of disk space", "disk quota exceeded", "disk full");
    private static final long AS_GOOD_AS_FULL = 64 * 1024;

    private StorageFailure() {}

    /**
     * A file could not be written.
     *
     * @param file how the message names it
     * @param near a folder on the same file system, to ask it for free space, or null
     */
    public static BackupException writing(Exception failure, String file, @Nullable Path near) {
        if (isInterruption(failure)) {
            return interrupted(failure);
        }
        if (isFull(failure, near)) {
            return Problem.of(ErrorCode.DISK_FULL, "the file system of the destination is full")
                    .file(file)
                    .hint("free some space, or write to another folder; nothing of this run is kept")
                    .exception(failure);
        }
        if (isRefused(failure)) {
            return notWritable("the destination does not take the file", failure)
                    .file(file)
                    .hint("check the rights of the folder and of the file system")
                    .exception(failure);
        }
        if (failure instanceof NoSuchFileException) {
            return Problem.of(ErrorCode.NOT_WRITABLE, "the folder for the file does not exist")
                    .file(file)
                    .hint("make the folder first, or give another one")
                    .exception(failure);
        }
        return Problem.of(ErrorCode.IO, "writing failed: " + reason(failure))
                .file(file)
                .hint("check the disk or the connection to it, and run the backup again")
                .exception(failure);
    }

    /** What was full is where temporary files go, if anything was; other failures stay what they are. */
    public static BackupException temporary(BackupException failure, Path folder) {
        if (failure.code() != ErrorCode.DISK_FULL) {
            return failure;
        }
        return Problem.of(ErrorCode.DISK_FULL, "there is no room for temporary files")
                .file(folder.toString())
                .hint("free some space there, or name another folder: java.io.tmpdir says where temporary files go")
                .exception(failure);
    }

    /** A folder for backups could not be made. */
    static BackupException creating(Exception failure, Path folder) {
        if (isInterruption(failure)) {
            return interrupted(failure);
        }
        Path existing = folder;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (isFull(failure, existing)) {
            return writing(failure, folder.toString(), existing);
        }
        return notWritable("no folder can be made for the backup", failure)
                .file(folder.toString())
                .hint("give a folder that this user may write to with to(…)")
                .exception(failure);
    }

    /** A file of a backup could not be read. */
    public static BackupException reading(Exception failure, String file) {
        if (isInterruption(failure)) {
            return interrupted(failure);
        }
        if (failure instanceof NoSuchFileException) {
            return Problem.of(ErrorCode.FILE_MISSING, "the file is missing")
                    .file(file)
                    .hint("restore from another backup, or bring the file back from a copy of this one")
                    .exception(failure);
        }
        return Problem.of(ErrorCode.IO, "reading failed: " + reason(failure))
                .file(file)
                .hint("check the rights of the file and the disk that it lies on")
                .exception(failure);
    }

    /** A backup could not be read while something was made of it; a pruning beside it may have taken it away. */
    public static BackupException readingBackup(Exception failure) {
        return readingRows(failure, null, null);
    }

    /**
     * The same, with the place as far as it is known.
     *
     * @param file its name in the backup
     */
    public static BackupException readingRows(Exception failure, @Nullable TableName table, @Nullable String file) {
        // An interruption closes the file that is being read: nothing is wrong with it.
        if (isInterruption(failure) || Thread.currentThread().isInterrupted()) {
            return interrupted(failure);
        }
        Problem problem = failure instanceof NoSuchFileException
                ? Problem.of(ErrorCode.FILE_MISSING, "the backup is not there any more, or a file of it")
                        .hint("use another one: Backup.list(…) or coffer list; what was pruned stays gone")
                : Problem.of(ErrorCode.IO, "the backup cannot be read: " + reason(failure))
                        .hint("check the rights of the files and the disk that they lie on");
        problem = table == null ? problem : problem.table(table);
        problem = file == null ? problem : problem.file(file);
        return problem.exception(failure);
    }

    /** A file that lies alone could not be read: there is no copy of it that could be named. */
    public static BackupException readingAlone(IOException failure, String file) {
        if (failure instanceof NoSuchFileException) {
            return Problem.of(ErrorCode.IO, "there is no such file or folder")
                    .file(file)
                    .hint("check the path")
                    .exception(failure);
        }
        return reading(failure, file);
    }

    /** Something could not be removed. */
    static BackupException removing(IOException failure, Path what) {
        return Problem.of(ErrorCode.IO, "removing failed: " + reason(failure))
                .file(what.toString())
                .hint("check the rights of the folder and of what is in it; the next pruning goes on with it")
                .exception(failure);
    }

    public static BackupException interrupted(@Nullable Throwable failure) {
        Thread.currentThread().interrupt();
        return Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted")
                .hint("run it again; nothing of this run is kept")
                .exception(failure);
    }

    private static boolean isInterruption(Exception failure) {
        return failure instanceof ClosedByInterruptException
                || failure instanceof FileLockInterruptionException
                || failure instanceof InterruptedException;
    }

    private static boolean isRefused(Exception failure) {
        return failure instanceof AccessDeniedException
                || failure instanceof ReadOnlyFileSystemException
                || failure instanceof NotDirectoryException
                || reason(failure).toLowerCase(Locale.ROOT).contains("read-only file system");
    }

    // The operating system words its errors in the language of the machine, so the free space is asked for as well.
    private static boolean isFull(Exception failure, @Nullable Path near) {
        String reason = reason(failure).toLowerCase(Locale.ROOT);
        if (FULL.stream().anyMatch(reason::contains)) {
            return true;
        }
        if (!(failure instanceof IOException)
                || isRefused(failure)
                || near == null
                || near.getFileSystem() != FileSystems.getDefault()) {
            return false;
        }
        try {
            return Files.getFileStore(near).getUsableSpace() < AS_GOOD_AS_FULL;
        } catch (IOException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    private static Problem notWritable(String what, Exception failure) {
        return Problem.of(ErrorCode.NOT_WRITABLE, what + ": " + reason(failure));
    }

    /** What a failure says, without the path that the message names anyway. */
    private static String reason(Exception failure) {
        if (failure instanceof AccessDeniedException) {
            return "access denied";
        }
        if (failure instanceof ReadOnlyFileSystemException) {
            return "read-only file system";
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
            return "a file stands where a folder is needed";
        }
        if (failure instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (failure instanceof FileSystemException problem && problem.getReason() != null) {
            return problem.getReason();
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}

package dev.coffer.backup;

import org.jspecify.annotations.Nullable;

/**
 * Files could not be written or read. Its codes:
 *
 * <ul>
 *   <li>{@link ErrorCode#NOT_WRITABLE}
 *   <li>{@link ErrorCode#DISK_FULL}
 *   <li>{@link ErrorCode#NAME_TAKEN}
 *   <li>{@link ErrorCode#IO}
 * </ul>
 */
public final class StorageException extends BackupException {
    private static final long serialVersionUID = 1;

    StorageException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}

package dev.coffer.backup;

import org.jspecify.annotations.Nullable;

/**
 * A backup is not what its manifest says. Its codes:
 *
 * <ul>
 *   <li>{@link ErrorCode#NOT_A_BACKUP}
 *   <li>{@link ErrorCode#BAD_MANIFEST}
 *   <li>{@link ErrorCode#FILE_MISSING}
 *   <li>{@link ErrorCode#FILE_UNEXPECTED}
 *   <li>{@link ErrorCode#SIZE}
 *   <li>{@link ErrorCode#CHECKSUM}
 *   <li>{@link ErrorCode#ROW_COUNT}
 *   <li>{@link ErrorCode#CONTENT_HASH}
 *   <li>{@link ErrorCode#UNSAFE_PATH}
 * </ul>
 */
public final class IntegrityException extends BackupException {
    private static final long serialVersionUID = 1;

    IntegrityException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}

package dev.coffer.backup;

import org.jspecify.annotations.Nullable;

/**
 * Something that exists, or that somebody else does, stands against the plan. Its codes:
 *
 * <ul>
 *   <li>{@link ErrorCode#TARGET_NOT_EMPTY}
 *   <li>{@link ErrorCode#TARGET_MISMATCH}
 *   <li>{@link ErrorCode#DATABASE_EXISTS}
 *   <li>{@link ErrorCode#CATALOGUE_CHANGED}
 *   <li>{@link ErrorCode#TABLE_CHANGED}
 *   <li>{@link ErrorCode#LARGE_OBJECT_EXISTS}
 *   <li>{@link ErrorCode#INCOMPLETE}
 * </ul>
 */
public final class ConflictException extends BackupException {
    private static final long serialVersionUID = 1;

    ConflictException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}

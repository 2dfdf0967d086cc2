package dev.coffer.backup;

import org.jspecify.annotations.Nullable;

/**
 * The database, or the way to it, failed. Its codes:
 *
 * <ul>
 *   <li>{@link ErrorCode#UNREACHABLE}
 *   <li>{@link ErrorCode#AUTHENTICATION}
 *   <li>{@link ErrorCode#TLS}
 *   <li>{@link ErrorCode#PERMISSION}
 *   <li>{@link ErrorCode#ROW_SECURITY}
 *   <li>{@link ErrorCode#CONNECTION_LOST}
 *   <li>{@link ErrorCode#COMMIT_UNKNOWN}
 *   <li>{@link ErrorCode#STATEMENT_FAILED}
 *   <li>{@link ErrorCode#DATA_REFUSED}
 *   <li>{@link ErrorCode#LOCK_TIMEOUT}
 *   <li>{@link ErrorCode#UNSUPPORTED_SERVER}
 *   <li>{@link ErrorCode#UNSUPPORTED_ENCODING}
 *   <li>{@link ErrorCode#VALUE_TOO_LARGE}
 * </ul>
 */
public final class DatabaseException extends BackupException {
    private static final long serialVersionUID = 1;

    DatabaseException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}

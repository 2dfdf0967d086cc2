package dev.coffer.backup;

import org.jspecify.annotations.Nullable;

/**
 * The plan itself cannot be run: an argument, a combination of settings, or a name that the database does not know. Its codes:
 *
 * <ul>
 *   <li>{@link ErrorCode#INVALID_PLAN}
 *   <li>{@link ErrorCode#CONNECTION_STRING}
 *   <li>{@link ErrorCode#UNKNOWN_TABLE}
 *   <li>{@link ErrorCode#AMBIGUOUS_TABLE}
 *   <li>{@link ErrorCode#PATTERN_MATCHES_NOTHING}
 *   <li>{@link ErrorCode#UNKNOWN_COLUMN}
 *   <li>{@link ErrorCode#UNSUPPORTED_BY_FORMAT}
 * </ul>
 */
public final class PlanException extends BackupException {
    private static final long serialVersionUID = 1;

    PlanException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}

package dev.coffer.backup;

import org.jspecify.annotations.Nullable;

/**
 * A file is not of the format that it should be of. Its codes:
 *
 * <ul>
 *   <li>{@link ErrorCode#UNKNOWN_FORMAT}
 *   <li>{@link ErrorCode#MALFORMED}
 *   <li>{@link ErrorCode#LIMIT}
 * </ul>
 */
public final class FormatException extends BackupException {
    private static final long serialVersionUID = 1;

    FormatException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}

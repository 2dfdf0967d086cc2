package dev.coffer.backup;

import org.jspecify.annotations.Nullable;

/**
 * The work was told to stop. Its codes:
 *
 * <ul>
 *   <li>{@link ErrorCode#INTERRUPTED}
 * </ul>
 */
public final class CancelledException extends BackupException {
    private static final long serialVersionUID = 1;

    CancelledException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}

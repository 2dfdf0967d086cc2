package dev.coffer.backup;

import org.jspecify.annotations.Nullable;

/**
 * A client tool failed or is missing. Its codes:
 *
 * <ul>
 *   <li>{@link ErrorCode#TOOL_FAILED}
 *   <li>{@link ErrorCode#TOOL_MISSING}
 *   <li>{@link ErrorCode#TOOL_TOO_OLD}
 *   <li>{@link ErrorCode#TOOL_SILENT}
 *   <li>{@link ErrorCode#TOOL_OUTPUT}
 * </ul>
 */
public final class ToolException extends BackupException {
    private static final long serialVersionUID = 1;

    ToolException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}

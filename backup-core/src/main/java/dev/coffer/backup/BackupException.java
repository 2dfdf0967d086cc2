package dev.coffer.backup;

import org.jspecify.annotations.Nullable;

/**
 * The one root of everything this library throws on its own account. The message holds what happened, where, and the
 * hint; none of them ever holds a password or a value of a row.
 *
 * <p>Arguments that can never be right (null, a negative number) are {@link IllegalArgumentException} or {@link
 * NullPointerException} instead, from the method that was given them.
 */
public abstract sealed class BackupException extends RuntimeException
        permits PlanException,
                DatabaseException,
                StorageException,
                FormatException,
                IntegrityException,
                ConflictException,
                ToolException,
                CancelledException {
    private static final long serialVersionUID = 1;

    private final Problem problem;

    BackupException(Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /** The stable code. */
    public ErrorCode code() {
        return problem.code();
    }

    /** What happened, where, and what helps. */
    public Problem problem() {
        return problem;
    }

    /** Which option or command helps, or null where nothing does. */
    public @Nullable String hint() {
        return problem.hint();
    }

    /** The place, as far as it is known. */
    public Location where() {
        return problem.where();
    }
}

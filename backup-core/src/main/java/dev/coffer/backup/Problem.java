package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, before it is thrown: a code, what happened, where, and what helps. Immutable; each method gives a
 * changed copy.
 *
 * <pre>{@code
 * throw Problem.of(ErrorCode.MALFORMED, "a quoted field does not end").file(name).line(12).exception();
 * }</pre>
 *
 * <p>Neither the text nor the hint may hold a password, a connection string or the value of a row.
 *
 * @param code the stable code
 * @param what one sentence, without a full stop at its end
 * @param where the place, as far as it is known
 * @param hint which option or command helps, or null where nothing does
 */
public record Problem(
        ErrorCode code,
        String what,
        Location where,
        @Nullable String hint) implements Serializable {
    public Problem {
        requireNonNull(code, "code");
        requireNonNull(what, "what");
        requireNonNull(where, "where");
    }

    /** A problem of which neither the place nor a remedy is known yet. */
    public static Problem of(ErrorCode code, String what) {
        return new Problem(code, what, Location.UNKNOWN, null);
    }

    /** Adds what the reader can do about it. */
    public Problem hint(String hint) {
        return new Problem(code, what, where, requireNonNull(hint, "hint"));
    }

    /** Adds the schema entry, such as {@code view public.film_list}. */
    public Problem object(String object) {
        return at(new Location(object, where.table(), where.row(), where.column(), where.file(), where.line()));
    }

    /** Adds the table. */
    public Problem table(TableName table) {
        return at(new Location(where.object(), table, where.row(), where.column(), where.file(), where.line()));
    }

    /** Adds the row, counted from 1; 0 says that it is not known. */
    public Problem row(long row) {
        return at(new Location(where.object(), where.table(), row, where.column(), where.file(), where.line()));
    }

    /** Adds the column. */
    public Problem column(String column) {
        return at(new Location(where.object(), where.table(), where.row(), column, where.file(), where.line()));
    }

    /** Adds the file. */
    public Problem file(String file) {
        return at(new Location(where.object(), where.table(), where.row(), where.column(), file, where.line()));
    }

    /** Adds the line of the file, counted from 1; 0 says that it is not known. */
    public Problem line(long line) {
        return at(new Location(where.object(), where.table(), where.row(), where.column(), where.file(), line));
    }

    private Problem at(Location place) {
        return new Problem(code, what, place, hint);
    }

    /** The exception to throw, of the subclass that belongs to the code. */
    public BackupException exception() {
        return exception(null);
    }

    /**
     * The exception to throw, of the subclass that belongs to the code.
     *
     * @param cause what led to it, or null; its message is printed with stack traces, so it must be as free of secrets
     *     and row values as the problem itself
     */
    public BackupException exception(@Nullable Throwable cause) {
        return switch (code.category()) {
            case PLAN -> new PlanException(this, cause);
            case DATABASE -> new DatabaseException(this, cause);
            case STORAGE -> new StorageException(this, cause);
            case FORMAT -> new FormatException(this, cause);
            case INTEGRITY -> new IntegrityException(this, cause);
            case CONFLICT -> new ConflictException(this, cause);
            case TOOL -> new ToolException(this, cause);
            case CANCELLED -> new CancelledException(this, cause);
        };
    }

    /** The whole text: what happened, where, and on a line of its own the hint. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(what);
        String place = where.toString();
        if (!place.isEmpty()) {
            text.append(" (").append(place).append(')');
        }
        if (hint != null) {
            text.append("\nHint: ").append(hint);
        }
        return text.toString();
    }
}

package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Which rows of a table a backup holds. Runs on the server, inside the backup's read-only snapshot. Immutable.
 */
public sealed interface Condition {
    /**
     * Rows whose column is at or after the time of the snapshot less the duration. The time is taken once, from the
     * snapshot's transaction, for all tables.
     *
     * @throws IllegalArgumentException when the duration is negative
     */
    static Condition since(String column, Duration duration) {
        return new Since(column, duration);
    }

    /** Rows whose column has the value, written as the column's type reads it from text. */
    static Condition equalTo(String column, String value) {
        return new EqualTo(column, value);
    }

    /**
     * Rows for which an SQL expression is true. The text goes to the server as it is, so it must never come from
     * somebody who is not trusted; it can read whatever the role can, and write nothing. Unqualified names of the
     * table's columns can be used, functions and other tables only with their schema.
     *
     * @throws IllegalArgumentException when it is blank or not one whole expression: a semicolon, or a parenthesis,
     *     quote or comment that is not closed
     */
    static Condition unsafeSql(String expression) {
        return new UnsafeSql(expression);
    }

    /** See {@link #since}. */
    record Since(String column, Duration duration) implements Condition {
        public Since {
            requireNonNull(column, "column");
            if (duration.isNegative()) {
                throw new IllegalArgumentException("duration must not be negative");
            }
        }
    }

    /** See {@link #equalTo}. The text form does not show the value. */
    record EqualTo(String column, String value) implements Condition {
        public EqualTo {
            requireNonNull(column, "column");
            requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "EqualTo[column=" + column + "]";
        }
    }

    /** See {@link #unsafeSql}. The text form does not show the expression, which may hold values. */
    record UnsafeSql(String expression) implements Condition {
        public UnsafeSql {
            if (expression.isBlank()) {
                throw new IllegalArgumentException("expression must not be blank");
            }
            OneExpression.require(expression);
        }

        @Override
        public String toString() {
            return "UnsafeSql";
        }
    }
}

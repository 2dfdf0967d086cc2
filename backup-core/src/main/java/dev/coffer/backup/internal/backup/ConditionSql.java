package dev.coffer.backup.internal.backup;

import dev.coffer.backup.Condition;
import dev.coffer.backup.internal.schema.Sql;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Conditions as SQL, for a query that calls the table {@code t}. */
public final class ConditionSql {
    private static final Instant YEAR_ONE = Instant.parse("0001-01-01T00:00:00Z");

    private ConditionSql() {}

    /**
     * An expression in parentheses, or null where there is no condition.
     *
     * @param snapshotTime what {@code since} counts back from
     */
    public static @Nullable String of(@Nullable Condition condition, Instant snapshotTime) {
        if (condition == null) {
            return null;
        }
        if (condition instanceof Condition.Since since) {
            return "(t." + Sql.quote(since.column()) + " >= '" + first(since, snapshotTime)
                    + "'::pg_catalog.timestamptz)";
        }
        if (condition instanceof Condition.EqualTo equalTo) {
            return "(t." + Sql.quote(equalTo.column()) + " = " + Sql.literal(equalTo.value()) + ")";
        }
        // The line feed ends a comment that the expression may end with.
        return "(" + ((Condition.UnsafeSql) condition).expression() + "\n)";
    }

    private static String first(Condition.Since since, Instant snapshotTime) {
        boolean beforeChrist = since.duration().compareTo(Duration.between(YEAR_ONE, snapshotTime)) > 0;
        return beforeChrist ? "-infinity" : snapshotTime.minus(since.duration()).toString();
    }

    /** What the manifest says of it: never a value. */
    static String kind(Condition condition) {
        if (condition instanceof Condition.Since since) {
            return "since " + since.column() + " " + since.duration();
        }
        if (condition instanceof Condition.EqualTo equalTo) {
            return "equalTo " + equalTo.column();
        }
        return "unsafeSql";
    }
}

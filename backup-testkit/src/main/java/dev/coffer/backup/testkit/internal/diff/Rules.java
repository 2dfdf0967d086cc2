package dev.coffer.backup.testkit.internal.diff;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When two values are equal.
 *
 * @param ignored columns that are not compared
 * @param numbers columns whose values are numbers, equal whatever zeros they are written with
 * @param tolerances how far numbers may be apart, by column
 * @param delays how far points in time may be apart, by column
 */
public record Rules(
        Set<String> ignored, Set<String> numbers, Map<String, BigDecimal> tolerances, Map<String, Duration> delays) {
    /** Equal where the texts are. */
    public static final Rules EXACT = new Rules(Set.of(), Set.of(), Map.of(), Map.of());

    boolean same(String column, @Nullable String a, @Nullable String b) {
        if (a == null || b == null || a.equals(b)) {
            return Objects.equals(a, b);
        }
        Duration delay = delays.get(column);
        if (delay != null) {
            return within(delay, a, b);
        }
        BigDecimal tolerance = tolerances.get(column);
        return (tolerance != null || numbers.contains(column))
                && within(tolerance == null ? BigDecimal.ZERO : tolerance, a, b);
    }

    private static boolean within(BigDecimal tolerance, String a, String b) {
        try {
            return new BigDecimal(a).subtract(new BigDecimal(b)).abs().compareTo(tolerance) <= 0;
        } catch (NumberFormatException e) {
            // NaN and infinity equal nothing but themselves.
            return false;
        }
    }

    private static boolean within(Duration delay, String a, String b) {
        try {
            return Duration.between(time(a), time(b)).abs().compareTo(delay) <= 0;
        } catch (DateTimeParseException e) {
            // Such as infinity, or a column that holds no time.
            return false;
        }
    }

    /** As the server prints it in UTC. */
    private static LocalDateTime time(String text) {
        String local = text.endsWith("+00") ? text.substring(0, text.length() - 3) : text;
        return LocalDateTime.parse((local.length() == 10 ? local + "T00:00" : local).replace(' ', 'T'));
    }
}

package dev.coffer.backup.cli;

import dev.coffer.backup.Condition;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition as a command line gives it.
 *
 * @param table as the plan takes it
 */
record ConditionArgument(String table, Condition condition) {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})([smhdw])");
    private static final Map<String, Long> SECONDS =
            Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L, "w", 604_800L);

    /**
     * Reads {@code TABLE=CONDITION}; the first equals sign ends the table.
     *
     * @throws IllegalArgumentException when it is none; the message does not repeat it
     */
    static ConditionArgument where(String argument) {
        int end = argument.indexOf('=');
        if (end < 1) {
            throw new IllegalArgumentException("--where takes TABLE=CONDITION, such as \"public.orders=total > 100\"");
        }
        return new ConditionArgument(argument.substring(0, end), Condition.unsafeSql(argument.substring(end + 1)));
    }

    /**
     * Reads {@code TABLE.COLUMN=DURATION}; the last dot ends the table.
     *
     * @throws IllegalArgumentException when it is none
     */
    static ConditionArgument since(String argument) {
        int end = argument.lastIndexOf('=');
        int dot = argument.lastIndexOf('.', Math.max(end, 0));
        if (dot < 1 || dot + 1 >= end) {
            throw new IllegalArgumentException(
                    "--since takes TABLE.COLUMN=DURATION, such as public.interactions.created_at=7d");
        }
        return new ConditionArgument(
                argument.substring(0, dot),
                Condition.since(argument.substring(dot + 1, end), duration(argument.substring(end + 1))));
    }

    /**
     * Reads {@code 7d}, {@code 12h} and the like, or what ISO 8601 has.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Duration duration(String text) {
        Matcher units = SHORT.matcher(text);
        if (units.matches()) {
            return Duration.ofSeconds(Long.parseLong(units.group(1)) * SECONDS.getOrDefault(units.group(2), 0L));
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "a duration is a number with s, m, h, d or w, such as 7d or 12h: " + text, e);
        }
    }
}

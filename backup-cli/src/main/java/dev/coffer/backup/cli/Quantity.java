package dev.coffer.backup.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
final class Quantity {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Quantity() {}

    /** With a comma before each three digits. By hand: a {@link java.util.Formatter} that groups loads what it knows of all locales. */
    static String number(long number) {
        StringBuilder text = new StringBuilder().append(number);
        int first = number < 0 ? 1 : 0;
        for (int comma = text.length() - 3; comma > first; comma -= 3) {
            text.insert(comma, ',');
        }
        return text.toString();
    }

    static String of(long number, String one) {
        return of(number, one, one + "s");
    }

    static String of(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    /** In powers of 1,000. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double rest = bytes / 1_000.0;
        int unit = 0;
        while (rest >= 999.95 && unit < UNITS.length - 1) {
            rest /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", rest, UNITS[unit]);
    }

    /** With its sign: a text for the amount without one. */
    static String change(String amount, long change) {
        return (change < 0 ? "-" : "+") + amount;
    }

    static String duration(Duration duration) {
        if (duration.toMinutes() >= 1) {
            return String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
        }
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }
}

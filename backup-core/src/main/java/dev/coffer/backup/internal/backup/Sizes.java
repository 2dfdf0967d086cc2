package dev.coffer.backup.internal.backup;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
final class Sizes {
    private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB"};

    private Sizes() {}

    /** {@code 8192 bytes}, {@code 12 MB}, as {@code pg_size_pretty} would show it but for the rounding. */
    static String bytes(long bytes) {
        if (bytes < 10_240) {
            return bytes + " bytes";
        }
        double size = bytes;
        int unit = -1;
        do {
            size /= 1024;
            unit++;
        } while (size >= 10_240 && unit < UNITS.length - 1);
        return String.format(Locale.ROOT, size < 100 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
    }

    /** {@code 1,234,567}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 row}, {@code 2,000 rows}. */
    static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** The part that one number is of another, {@code 42%}. */
    static String share(long part, long whole) {
        return whole <= 0 ? "-" : String.format(Locale.ROOT, "%.0f%%", 100.0 * part / whole);
    }
}

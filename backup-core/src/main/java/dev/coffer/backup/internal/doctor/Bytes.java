package dev.coffer.backup.internal.doctor;

import java.util.Locale;

/** Sizes as people read them, in powers of 1,000, the same in every locale. */
final class Bytes {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Bytes() {}

    static String text(long bytes) {
        double rest = bytes / 1_000.0;
        int unit = 0;
        while (rest >= 999.95 && unit < UNITS.length - 1) {
            rest /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", rest, UNITS[unit]);
    }
}

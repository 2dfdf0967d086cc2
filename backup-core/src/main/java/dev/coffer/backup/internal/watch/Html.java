package dev.coffer.backup.internal.watch;

import java.util.Locale;

/** Texts and numbers as parts of a page. */
final class Html {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Html() {}

    /** A text from outside, such as a name, so that it is never markup, and control characters as question marks. */
    static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default ->
                    escaped.appendCodePoint(
                            Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c);
            }
        });
        return escaped.toString();
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
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
}

package dev.coffer.backup.cli;

import java.util.regex.Pattern;

/** Text that may hold names out of a database, which may hold anything. */
final class Printable {
    /** Control characters but for line feeds, and what turns the direction of text or separates lines. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");

    private Printable() {}

    /** The text with a {@code ?} for whatever could steer a terminal. */
    static String of(String text) {
        return UNSAFE.matcher(text).replaceAll("?");
    }

    /** The same on one line. */
    static String line(String text) {
        return of(text).replace('\n', '?');
    }
}

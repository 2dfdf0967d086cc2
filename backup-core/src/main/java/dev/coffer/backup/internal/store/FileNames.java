package dev.coffer.backup.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.TableName;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Turns names of tables into names of files that every file system takes and no two tables share. */
public final class FileNames {
    private static final int LONGEST = 100;
    private static final int LONGEST_SEGMENT = 255;
    private static final String DIGITS = "0123456789ABCDEF";
    private static final Pattern RESERVED = Pattern.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_%~-][A-Za-z0-9_%~.-]*");
    private static final int DEEPEST = 4;

    private FileNames() {}

    /** Without suffix; {@code proteins} for {@code public.proteins}, {@code legacy.rental} for other schemas. */
    public static String of(TableName table) {
        String name = encode(table.name());
        String plain = table.schema().equals("public") ? name : encode(table.schema()) + "." + name;
        String encoded = isReserved(plain) ? escape((byte) plain.charAt(0)) + plain.substring(1) : plain;
        if (isPlain(encoded)) {
            return encoded;
        }
        return cut(encoded) + "~" + fingerprint(table);
    }

    /**
     * Whether a backup may hold a file of this name: relative, with {@code /}, each segment of letters that the encoder
     * uses, so that nothing outside the backup can be meant on any file system.
     */
    static boolean isSafe(String name) {
        String[] segments = name.split("/", -1);
        if (segments.length > DEEPEST) {
            return false;
        }
        for (String segment : segments) {
            if (segment.length() > LONGEST_SEGMENT
                    || !SEGMENT.matcher(segment).matches()
                    || segment.endsWith(".")
                    || isReserved(segment)) {
                return false;
            }
        }
        return true;
    }

    /** The name of a file that somebody else chose, fit to be shown in a message. */
    static String printable(String name) {
        StringBuilder text = new StringBuilder();
        name.codePoints().limit(LONGEST_SEGMENT).forEach(c -> {
            if (c < ' ' || c == '\\' || c > '~') {
                text.append(String.format(Locale.ROOT, "\\u{%X}", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }

    private static String encode(String name) {
        StringBuilder encoded = new StringBuilder(name.length() + 8);
        for (byte b : name.getBytes(UTF_8)) {
            if (isLower(b) || (b >= 'A' && b <= 'Z')) {
                encoded.append((char) b);
            } else {
                encoded.append(escape(b));
            }
        }
        return encoded.toString();
    }

    private static boolean isLower(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private static String escape(byte b) {
        return "%" + DIGITS.charAt((b >> 4) & 0xF) + DIGITS.charAt(b & 0xF);
    }

    private static boolean isPlain(String encoded) {
        return !encoded.isEmpty()
                && encoded.length() <= LONGEST
                && encoded.chars().allMatch(c -> isLower(c) || c == '.');
    }

    // Windows takes everything before the first dot, in any case, for the device.
    private static boolean isReserved(String segment) {
        int dot = segment.indexOf('.');
        String first = dot < 0 ? segment : segment.substring(0, dot);
        return RESERVED.matcher(first.toLowerCase(Locale.ROOT)).matches();
    }

    private static String cut(String encoded) {
        if (encoded.length() <= LONGEST) {
            return encoded;
        }
        int escape = encoded.lastIndexOf('%', LONGEST - 1);
        return encoded.substring(0, escape > LONGEST - 3 ? escape : LONGEST);
    }

    private static String fingerprint(TableName table) {
        MessageDigest sha = Sha256.begin();
        sha.update(table.schema().getBytes(UTF_8));
        sha.update((byte) 0);
        sha.update(table.name().getBytes(UTF_8));
        return HexFormat.of().formatHex(sha.digest(), 0, 4);
    }
}

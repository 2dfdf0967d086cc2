package dev.coffer.backup;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes sure that a text cannot end the parentheses that it is put into, so that it stays within the statement, and the
 * statement within the read-only transaction. Reads as the server does with {@code standard_conforming_strings} on.
 */
final class OneExpression {
    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$");

    private final String text;
    private int at;
    private int depth;

    private OneExpression(String text) {
        this.text = text;
    }

    /** Throws an {@link IllegalArgumentException} that does not show the text. */
    static void require(String text) {
        new OneExpression(text).read();
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '\'' -> quoted('\'', isEscapeString());
                case '"' -> quoted('"', false);
                case '$' -> dollar();
                case '-' -> lineComment();
                case '/' -> comment();
                case '(' -> open();
                case ')' -> close();
                case ';' -> throw refused("a semicolon");
                case '\0' -> throw refused("a null character");
                default -> at++;
            }
        }
        if (depth > 0) {
            throw refused("a parenthesis that is not closed");
        }
    }

    private void open() {
        depth++;
        at++;
    }

    private void close() {
        if (depth-- == 0) {
            throw refused("a parenthesis that was not opened");
        }
        at++;
    }

    private boolean isEscapeString() {
        return at > 0
                && (text.charAt(at - 1) == 'E' || text.charAt(at - 1) == 'e')
                && (at == 1 || !isNamePart(text.charAt(at - 2)));
    }

    private void quoted(char quote, boolean backslashes) {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && backslashes) {
                at++;
            } else if (c == quote) {
                if (at == text.length() || text.charAt(at) != quote) {
                    return;
                }
                at++;
            }
        }
        throw refused("a quote that is not closed");
    }

    private void dollar() {
        Matcher quote = DOLLAR_QUOTE.matcher(text).region(at, text.length());
        if (!quote.lookingAt() || (at > 0 && isNamePart(text.charAt(at - 1)))) {
            at++;
            return;
        }
        int end = text.indexOf(quote.group(), quote.end());
        if (end < 0) {
            throw refused("a dollar quote that is not closed");
        }
        at = end + quote.group().length();
    }

    private void lineComment() {
        if (!text.startsWith("--", at)) {
            at++;
            return;
        }
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
    }

    /** They nest. */
    private void comment() {
        if (!text.startsWith("/*", at)) {
            at++;
            return;
        }
        int open = 0;
        do {
            if (text.startsWith("/*", at)) {
                open++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                open--;
                at += 2;
            } else {
                at++;
            }
        } while (open > 0 && at < text.length());
        if (open > 0) {
            throw refused("a comment that is not closed");
        }
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 0x7f;
    }

    private static IllegalArgumentException refused(String what) {
        return new IllegalArgumentException("expression must be one whole SQL expression, and it has " + what);
    }
}

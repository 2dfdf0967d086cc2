package dev.coffer.backup.internal.names;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes values apart that consist of others.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">PostgreSQL: Array input and output</a>
 * @see <a href="https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-IO-SYNTAX">PostgreSQL: Composite input and output</a>
 * @see <a href="https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-IO">PostgreSQL: Range input and output</a>
 */
final class Literals {
    private Literals() {}

    /** The elements of an array that are not NULL, whatever its dimensions and bounds. */
    static List<String> elements(String array) {
        List<String> elements = new ArrayList<>();
        int at = array.indexOf('{');
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        boolean inside = false;
        for (at = Math.max(at, 0); at < array.length(); at++) {
            char c = array.charAt(at);
            if (c == '\\' && at + 1 < array.length()) {
                element.append(array.charAt(++at));
            } else if (c == '"') {
                inside = !inside;
                quoted = true;
            } else if (inside || (c != '{' && c != '}' && c != ',')) {
                element.append(c);
            } else {
                if (quoted || (!element.isEmpty() && !"NULL".contentEquals(element))) {
                    elements.add(element.toString());
                }
                element.setLength(0);
                quoted = false;
            }
        }
        return elements;
    }

    /** The attributes of a composite value, null for NULL; none where it is not one. */
    static List<@Nullable String> attributes(String row) {
        List<@Nullable String> attributes = new ArrayList<>();
        if (row.length() < 2 || row.charAt(0) != '(' || row.charAt(row.length() - 1) != ')') {
            return attributes;
        }
        StringBuilder attribute = new StringBuilder();
        boolean quoted = false;
        boolean inside = false;
        for (int at = 1; at < row.length(); at++) {
            char c = row.charAt(at);
            if (c == '\\' && at + 1 < row.length()) {
                attribute.append(row.charAt(++at));
            } else if (c == '"' && inside && row.charAt(Math.min(at + 1, row.length() - 1)) == '"') {
                attribute.append(row.charAt(++at));
            } else if (c == '"') {
                inside = !inside;
                quoted = true;
            } else if (!inside && (c == ',' || at == row.length() - 1)) {
                attributes.add(quoted || !attribute.isEmpty() ? attribute.toString() : null);
                attribute.setLength(0);
                quoted = false;
            } else {
                attribute.append(c);
            }
        }
        return attributes;
    }

    /** The bounds of a range, or of the ranges of a multirange, that are not infinite. */
    static List<String> bounds(String ranges) {
        List<String> bounds = new ArrayList<>();
        StringBuilder bound = new StringBuilder();
        boolean quoted = false;
        boolean inside = false;
        boolean range = false;
        for (int at = 0; at < ranges.length(); at++) {
            char c = ranges.charAt(at);
            if (c == '\\' && at + 1 < ranges.length()) {
                bound.append(ranges.charAt(++at));
            } else if (c == '"' && inside && ranges.startsWith("\"\"", at)) {
                bound.append(ranges.charAt(++at));
            } else if (c == '"') {
                inside = !inside;
                quoted = true;
            } else if (inside || "[(,)]{}".indexOf(c) < 0) {
                bound.append(c);
            } else {
                // Outside of brackets stands the word empty, or nothing.
                if (range && (quoted || !bound.isEmpty())) {
                    bounds.add(bound.toString());
                }
                range = c == '[' || c == '(' || (c == ',' && range);
                bound.setLength(0);
                quoted = false;
            }
        }
        return bounds;
    }

    /** A name as it is, whether or not it stands in quotes. */
    static String unquoted(String name) {
        boolean quotes = name.length() >= 2 && name.charAt(0) == '"' && name.charAt(name.length() - 1) == '"';
        return quotes ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    /** Where a character first stands outside of double quotes, or -1. */
    static int outsideQuotes(String text, char wanted) {
        boolean inside = false;
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '"') {
                inside = !inside;
            } else if (!inside && text.charAt(at) == wanted) {
                return at;
            }
        }
        return -1;
    }

    /** Where a character last stands outside of double quotes, or -1. */
    static int lastOutsideQuotes(String text, char wanted) {
        int last = -1;
        for (int at = outsideQuotes(text, wanted); at >= 0; ) {
            last = at;
            int next = outsideQuotes(text.substring(at + 1), wanted);
            at = next < 0 ? -1 : at + 1 + next;
        }
        return last;
    }
}

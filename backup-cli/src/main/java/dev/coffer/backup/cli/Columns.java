package dev.coffer.backup.cli;

import java.util.ArrayList;
import java.util.List;

/** A table of text whose columns are as wide as they must be. */
final class Columns {
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] right;

    /** A heading that begins with {@code >} puts its column to the right. */
    Columns(String... headings) {
        right = new boolean[headings.length];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < headings.length; i++) {
            right[i] = headings[i].startsWith(">");
            names.add(right[i] ? headings[i].substring(1) : headings[i]);
        }
        rows.add(names);
    }

    void row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(Printable.line(cell));
        }
        rows.add(row);
    }

    void print(Terminal terminal) {
        int[] widths = new int[right.length];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String space = " ".repeat(widths[i] - length(row.get(i)));
                line.append(right[i] ? space + row.get(i) : row.get(i) + space).append("  ");
            }
            terminal.print(line.toString().stripTrailing());
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}

package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row that a catalogue query gave. */
final class ResultRow {
    private final @Nullable String[] values;

    ResultRow(@Nullable String[] values) {
        this.values = values;
    }

    String text(int column) {
        return Objects.requireNonNull(values[column]);
    }

    @Nullable
    String textOrNull(int column) {
        return values[column];
    }

    boolean flag(int column) {
        return "t".equals(text(column));
    }

    /** The elements of an array of texts in one dimension, none of them NULL. */
    List<String> texts(int column) {
        String array = text(column);
        List<String> texts = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        for (int i = 1; i < array.length(); i++) {
            char c = array.charAt(i);
            if (c == '\\') {
                element.append(array.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '}')) {
                if (array.length() > 2) {
                    texts.add(element.toString());
                }
                element.setLength(0);
            } else {
                element.append(c);
            }
        }
        return texts;
    }

    long number(int column) {
        return Long.parseLong(text(column));
    }

    int integer(int column) {
        return Integer.parseInt(text(column));
    }
}

package dev.coffer.backup.internal.schema;

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

    long number(int column) {
        return Long.parseLong(text(column));
    }

    int integer(int column) {
        return Integer.parseInt(text(column));
    }
}

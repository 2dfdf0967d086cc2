package dev.coffer.backup.testkit.internal.diff;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table as text.
 *
 * @param key the columns that tell rows apart; empty where none is known
 * @param rows each with its values by column, in the order of the columns
 */
public record Rows(List<String> key, List<Map<String, @Nullable String>> rows) {
    public Rows {
        key = List.copyOf(key);
        rows = List.copyOf(rows);
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.schema.Sql;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happens to a row whose key is in the table already.
 *
 * @param key the columns that tell rows apart; empty where any conflict counts
 * @param updated the columns that get the row's values; empty where the row that is there stays as it is
 */
record Merge(List<String> key, List<String> updated) {
    /** A clause for the end of an INSERT. */
    String sql() {
        if (updated.isEmpty()) {
            return " ON CONFLICT DO NOTHING";
        }
        return key.stream().map(Sql::quote).collect(Collectors.joining(", ", " ON CONFLICT (", ")"))
                + updated.stream()
                        .map(column -> Sql.quote(column) + " = EXCLUDED." + Sql.quote(column))
                        .collect(Collectors.joining(", ", " DO UPDATE SET ", ""));
    }
}

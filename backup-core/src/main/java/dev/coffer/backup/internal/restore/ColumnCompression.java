package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.List;

/**
 * How values of columns are compressed, where the target was built without that way: its own default stands in, by name.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-altertable.html">PostgreSQL: ALTER TABLE, SET COMPRESSION</a>
 */
final class ColumnCompression {
    private static final String LZ4 = "lz4";
    private static final String SET_LZ4 = " SET COMPRESSION " + LZ4;

    private ColumnCompression() {}

    /** @param skips is added to */
    static SchemaEntry forTarget(SchemaEntry entry, TargetFacts facts, List<Skip> skips) {
        if (facts.compressions().contains(LZ4)
                || entry.statements().stream().noneMatch(statement -> setsLz4(entry, statement))) {
            return entry;
        }
        List<String> statements = entry.statements().stream()
                .filter(statement -> !setsLz4(entry, statement))
                .toList();
        int columns = entry.statements().size() - statements.size();
        skips.add(new Skip(
                "compression lz4 of " + (columns == 1 ? "a column" : columns + " columns") + " of " + entry.id(),
                "the target server was built without it, and uses its own default"));
        return entry.withStatements(statements);
    }

    private static boolean setsLz4(SchemaEntry entry, String statement) {
        return switch (entry.kind()) {
            case "table", "foreign table", "materialized view" -> statement.endsWith(SET_LZ4);
            default -> false;
        };
    }
}

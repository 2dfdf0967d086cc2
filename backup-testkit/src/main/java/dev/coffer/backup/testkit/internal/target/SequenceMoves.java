package dev.coffer.backup.testkit.internal.target;

import dev.coffer.backup.TableName;
import dev.coffer.backup.fixture.internal.schema.Sql;
import dev.coffer.backup.fixture.internal.schema.TargetColumn;
import dev.coffer.backup.fixture.internal.schema.TargetSchema;
import dev.coffer.backup.fixture.internal.schema.TargetTable;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.testkit.internal.fixture.FixtureRow;
import dev.coffer.backup.testkit.internal.fixture.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the sequences of a fixture's tables go: where it says, else past the largest key. */
final class SequenceMoves {
    private final Map<TableName, List<String>> largest = new LinkedHashMap<>();
    private final Map<TableName, SavedRows.Sequence> saved = new LinkedHashMap<>();

    SequenceMoves(TargetSchema schema, Collection<LoadTable> loaded) {
        for (LoadTable table : loaded) {
            for (TargetColumn column : table.target().columns()) {
                TableName sequence = column.sequence();
                if (sequence != null) {
                    largest.putIfAbsent(sequence, new ArrayList<>());
                }
            }
        }
        for (TargetTable table : schema.tables().values()) {
            for (TargetColumn column : table.columns()) {
                TableName sequence = column.sequence();
                List<String> maxima = sequence == null ? null : largest.get(sequence);
                if (maxima != null && column.numeric()) {
                    maxima.add("(SELECT pg_catalog.max(" + Sql.quote(column.name()) + ")::pg_catalog.int8 FROM "
                            + Sql.quote(table.name()) + ")");
                }
            }
        }
    }

    void save(SavedRows.Sequence where, TableName sequence) {
        saved.put(sequence, where);
    }

    Set<TableName> moved() {
        Set<TableName> moved = new LinkedHashSet<>(largest.keySet());
        moved.addAll(saved.keySet());
        return moved;
    }

    List<String> statements() {
        List<String> statements = new ArrayList<>();
        for (TableName sequence : moved()) {
            SavedRows.Sequence where = saved.get(sequence);
            statements.add(
                    where == null
                            ? pastLargest(sequence, largest.getOrDefault(sequence, List.of()))
                            : set(sequence, "'" + where.lastValue() + "'::pg_catalog.int8, " + where.called()));
        }
        return statements;
    }

    /** A table without rows, or with nothing but keys below the sequence's beginning, lets it begin anew. */
    private static String pastLargest(TableName sequence, List<String> maxima) {
        String max = maxima.isEmpty() ? "NULL::pg_catalog.int8" : "GREATEST(" + String.join(", ", maxima) + ")";
        return "SELECT pg_catalog.setval(s.seqrelid::pg_catalog.regclass, CASE WHEN m.v >= s.seqstart THEN m.v ELSE s.seqstart END,"
                + " coalesce(m.v >= s.seqstart, false)) FROM pg_catalog.pg_sequence s, (SELECT " + max
                + ") m (v) WHERE s.seqrelid = " + regclass(sequence);
    }

    /** Before rows draw keys: past those that the fixture gives itself, so that the two never meet. */
    static String beforeDrawing(LoadTable table) {
        StringBuilder sql = new StringBuilder();
        for (TargetColumn column : table.target().columns()) {
            TableName sequence = column.sequence();
            if (sequence == null) {
                continue;
            }
            String given = table.fixture().rows().stream()
                    .map(row -> given(row, column))
                    .filter(text -> !text.isEmpty())
                    .map(text -> "(" + text + "::pg_catalog.int8)")
                    .collect(Collectors.joining(", "));
            String max = given.isEmpty()
                    ? "(NULL::pg_catalog.int8)"
                    : "(SELECT pg_catalog.max(g.v) FROM (VALUES " + given + ") g (v))";
            sql.append(pastLargest(sequence, List.of(max))).append(";\n");
        }
        return sql.toString();
    }

    /** A key that is no number is refused when its row is loaded. */
    private static String given(FixtureRow row, TargetColumn column) {
        Value value = row.values().get(column.name());
        return value != null && !value.isNull() && value.required().matches("-?\\d{1,18}") ? value.required() : "";
    }

    private static String set(TableName sequence, String to) {
        return "SELECT pg_catalog.setval(" + regclass(sequence) + ", " + to + ")";
    }

    static String regclass(TableName sequence) {
        return Sql.literal(Sql.quote(sequence)) + "::pg_catalog.regclass";
    }

    /** Where sequences stand now: one row each, in their order. */
    static String where(Collection<TableName> sequences) {
        return sequences.stream()
                .map(sequence -> "SELECT last_value, is_called FROM " + Sql.quote(sequence))
                .collect(Collectors.joining(";\n"));
    }

    static String putBack(TableName sequence, String lastValue, boolean called) {
        return set(sequence, "'" + lastValue + "'::pg_catalog.int8, " + called);
    }
}

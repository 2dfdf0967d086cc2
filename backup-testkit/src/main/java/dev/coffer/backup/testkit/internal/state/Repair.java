package dev.coffer.backup.testkit.internal.state;

import dev.coffer.backup.fixture.internal.schema.Sql;
import dev.coffer.backup.fixture.internal.schema.TargetTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What brings one table back row by row: rows that are gone are inserted, rows that have another version are updated by their key,
 * rows that are new are deleted. Rows that did not change are not touched, so that others may refer to them meanwhile.
 */
final class Repair {
    private final SavedTable saved;
    private final List<RowId> missing = new ArrayList<>();
    private final Map<RowId, RowId> changed = new LinkedHashMap<>();
    private final Set<RowId> added = new LinkedHashSet<>();

    /** From what {@link SavedTable#rowsSql} gives now. */
    Repair(SavedTable saved, List<@Nullable String[]> now) {
        this.saved = saved;
        Set<RowId> present = new HashSet<>();
        Map<List<@Nullable String>, RowId> byKey = new LinkedHashMap<>();
        for (@Nullable String[] row : now) {
            RowId id = SavedTable.id(row);
            if (saved.rows().containsKey(id)) {
                present.add(id);
                continue;
            }
            added.add(id);
            List<@Nullable String> key = saved.key(java.util.Arrays.copyOfRange(row, 2, row.length));
            if (key != null) {
                byKey.put(key, id);
            }
        }
        for (Map.Entry<RowId, @Nullable String[]> row : saved.rows().entrySet()) {
            if (present.contains(row.getKey())) {
                continue;
            }
            List<@Nullable String> key = saved.key(row.getValue());
            RowId other = key == null ? null : byKey.get(key);
            if (other == null) {
                missing.add(row.getKey());
            } else {
                changed.put(row.getKey(), other);
                added.remove(other);
            }
        }
    }

    SavedTable saved() {
        return saved;
    }

    /** One INSERT that returns where the rows came to lie; empty where none are gone. */
    String insert() {
        if (missing.isEmpty()) {
            return "";
        }
        if (saved.columns().isEmpty()) {
            return ("INSERT INTO " + saved.name() + " DEFAULT VALUES RETURNING ctid, xmin;\n").repeat(missing.size());
        }
        return "INSERT INTO " + saved.name() + " (" + Sql.list(saved.columns()) + ") OVERRIDING SYSTEM VALUE VALUES "
                + missing.stream().map(id -> saved.tuple(values(id))).collect(Collectors.joining(",\n"))
                + " RETURNING ctid, xmin;\n";
    }

    /** An UPDATE for each row, which returns where it lies then. */
    String update() {
        StringBuilder sql = new StringBuilder();
        TargetTable table = saved.table();
        for (Map.Entry<RowId, RowId> row : changed.entrySet()) {
            @Nullable String[] values = values(row.getKey());
            List<String> set = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                String column = saved.columns().get(i);
                // An identity ALWAYS cannot be updated; a key is what the row was found by.
                if (!table.key().contains(column)) {
                    set.add(Sql.quote(column) + " = " + SavedTable.literal(values[i]));
                }
            }
            if (set.isEmpty()) {
                set.add(Sql.quote(table.key().get(0)) + " = "
                        + Sql.quote(table.key().get(0)));
            }
            sql.append("UPDATE ONLY ")
                    .append(saved.name())
                    .append(" SET ")
                    .append(String.join(", ", set))
                    .append(" WHERE ctid = ")
                    .append(Sql.literal(row.getValue().ctid()))
                    .append(" RETURNING ctid, xmin;\n");
        }
        return sql.toString();
    }

    String delete() {
        if (added.isEmpty()) {
            return "";
        }
        return "DELETE FROM ONLY " + saved.name() + " WHERE ctid = ANY (ARRAY["
                + added.stream().map(id -> Sql.literal(id.ctid())).collect(Collectors.joining(","))
                + "]::pg_catalog.tid[]);\n";
    }

    /** How many results {@link #insert} gives. */
    int inserts() {
        return missing.isEmpty() ? 0 : saved.columns().isEmpty() ? missing.size() : 1;
    }

    int updates() {
        return changed.size();
    }

    /** Takes the places that {@link #insert} and {@link #update} returned, in their order. */
    void moved(List<@Nullable String[]> inserted, List<@Nullable String[]> updated) {
        move(missing, inserted);
        move(List.copyOf(changed.keySet()), updated);
    }

    private void move(List<RowId> before, List<@Nullable String[]> now) {
        if (before.size() != now.size()) {
            throw new IllegalStateException("the server returned " + now.size() + " rows for " + before.size());
        }
        List<@Nullable String[]> values =
                before.stream().map(id -> saved.rows().remove(id)).toList();
        for (int i = 0; i < values.size(); i++) {
            saved.rows().put(SavedTable.id(now.get(i)), values.get(i));
        }
    }

    private @Nullable String[] values(RowId id) {
        @Nullable String[] values = saved.rows().get(id);
        if (values == null) {
            throw new IllegalStateException("a row that was not saved");
        }
        return values;
    }
}

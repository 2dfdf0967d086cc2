package dev.coffer.backup.testkit.internal.state;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.fixture.internal.schema.Sql;
import dev.coffer.backup.fixture.internal.schema.TargetColumn;
import dev.coffer.backup.fixture.internal.schema.TargetTable;
import dev.coffer.backup.testkit.internal.fixture.FixtureRow;
import dev.coffer.backup.testkit.internal.fixture.FixtureTable;
import dev.coffer.backup.testkit.internal.fixture.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of one table as they were; where they lie now changes whenever they are put back. */
final class SavedTable {
    private final TargetTable table;
    private final List<String> columns;
    private final Map<RowId, @Nullable String[]> rows = new LinkedHashMap<>();
    private String fingerprint = "";

    SavedTable(TargetTable table) {
        this.table = table;
        this.columns = stored(table);
    }

    /** The columns that can be written. */
    static List<String> stored(TargetTable table) {
        return table.columns().stream()
                .filter(column -> !column.generated())
                .map(TargetColumn::name)
                .toList();
    }

    TargetTable table() {
        return table;
    }

    String name() {
        return Sql.quote(table.name());
    }

    List<String> columns() {
        return columns;
    }

    Map<RowId, @Nullable String[]> rows() {
        return rows;
    }

    String fingerprint() {
        return fingerprint;
    }

    void fingerprint(String found) {
        fingerprint = found;
    }

    /** How many rows there are, and a sum over all of them that another version of any row changes. */
    String fingerprintSql() {
        return "SELECT pg_catalog.count(*) || ' ' || coalesce(pg_catalog.sum(pg_catalog.hashtidextended(ctid,"
                + " xmin::pg_catalog.text::pg_catalog.int8)), 0) FROM ONLY " + name();
    }

    String rowsSql() {
        return "SELECT ctid, xmin"
                + columns.stream().map(column -> ", " + Sql.quote(column)).collect(Collectors.joining()) + " FROM ONLY "
                + name();
    }

    /** Takes what {@link #rowsSql} gave. */
    void take(List<@Nullable String[]> found) {
        rows.clear();
        for (@Nullable String[] row : found) {
            rows.put(id(row), values(row));
        }
    }

    static RowId id(@Nullable String[] row) {
        return new RowId(requireNonNull(row[0]), requireNonNull(row[1]));
    }

    private static @Nullable String[] values(@Nullable String[] row) {
        return java.util.Arrays.copyOfRange(row, 2, row.length);
    }

    /** The values of the primary key, or null where the table has none. */
    @Nullable
    List<@Nullable String> key(@Nullable String[] values) {
        if (table.key().isEmpty() || !columns.containsAll(table.key())) {
            return null;
        }
        List<@Nullable String> key = new ArrayList<>();
        for (String column : table.key()) {
            key.add(values[columns.indexOf(column)]);
        }
        return key;
    }

    static String literal(@Nullable String value) {
        return value == null ? "NULL" : Sql.literal(value);
    }

    String tuple(@Nullable String[] values) {
        List<String> literals = new ArrayList<>();
        for (@Nullable String value : values) {
            literals.add(literal(value));
        }
        return "(" + String.join(",", literals) + ")";
    }

    /** Its rows as a fixture, for a load from the ground up. */
    FixtureTable fixture() {
        List<FixtureRow> all = new ArrayList<>();
        for (@Nullable String[] values : rows.values()) {
            Map<String, Value> row = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                row.put(columns.get(i), Value.of(values[i]));
            }
            all.add(new FixtureRow(0, row));
        }
        return new FixtureTable(table.name().toString(), table.name(), "the state that was taken", 0, all);
    }
}

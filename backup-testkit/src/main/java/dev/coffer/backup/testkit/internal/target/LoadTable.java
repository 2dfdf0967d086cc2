package dev.coffer.backup.testkit.internal.target;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.fixture.internal.schema.Sql;
import dev.coffer.backup.fixture.internal.schema.TargetColumn;
import dev.coffer.backup.fixture.internal.schema.TargetSchema;
import dev.coffer.backup.fixture.internal.schema.TargetTable;
import dev.coffer.backup.testkit.internal.fixture.FixtureRow;
import dev.coffer.backup.testkit.internal.fixture.FixtureTable;
import dev.coffer.backup.testkit.internal.fixture.JsonText;
import dev.coffer.backup.testkit.internal.fixture.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table of a fixture together with the one of the target that it means, checked against each other.
 *
 * @param fixture the rows
 * @param target where they go
 * @param columns of the target that some row gives a value to
 */
public record LoadTable(FixtureTable fixture, TargetTable target, List<TargetColumn> columns) {
    public LoadTable {
        columns = List.copyOf(columns);
    }

    /** Checks every name and the form of every value. */
    public static LoadTable of(FixtureTable fixture, TargetSchema schema) {
        LoadTable table = toCompare(fixture, schema);
        table.requireWritable();
        return table;
    }

    /** The same for rows that are only compared, to which generated columns may belong. */
    public static LoadTable toCompare(FixtureTable fixture, TargetSchema schema) {
        TargetTable target = find(fixture, schema);
        List<TargetColumn> columns = new ArrayList<>();
        for (String name : fixture.columns()) {
            columns.add(target.column(name)
                    .orElseThrow(() -> problem(
                                    fixture,
                                    target,
                                    ErrorCode.UNKNOWN_COLUMN,
                                    "the table has no column of this name",
                                    name)
                            .hint("its columns are: "
                                    + target.columns().stream()
                                            .map(TargetColumn::name)
                                            .collect(Collectors.joining(", ")))
                            .exception()));
        }
        LoadTable table = new LoadTable(fixture, target, columns);
        table.requireForms();
        return table;
    }

    private void requireWritable() {
        if (target.rules()) {
            throw fixture.problem(ErrorCode.TARGET_MISMATCH, "the table has a rule that rewrites what is loaded")
                    .table(target.name())
                    .hint("leave it out of the fixture, or drop the rule in the test's database")
                    .exception();
        }
        for (TargetColumn column : columns) {
            if (column.generated()) {
                throw problem(
                                fixture,
                                target,
                                ErrorCode.TARGET_MISMATCH,
                                "the column is generated: the server alone gives it values",
                                column.name())
                        .hint("leave the column out of the fixture")
                        .exception();
            }
        }
    }

    private static Problem problem(
            FixtureTable fixture, TargetTable target, ErrorCode code, String what, String column) {
        int row = 0;
        while (!fixture.rows().get(row).values().containsKey(column)) {
            row++;
        }
        return fixture.problem(code, what, row, column).table(target.name());
    }

    private static TargetTable find(FixtureTable fixture, TargetSchema schema) {
        List<TargetTable> found = fixture.exact() == null
                ? schema.find(fixture.name())
                : schema.table(fixture.exact()).stream().toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw fixture.problem(ErrorCode.UNKNOWN_TABLE, "the target has no table " + fixture.name())
                    .hint(known(schema))
                    .exception();
        }
        throw fixture.problem(ErrorCode.AMBIGUOUS_TABLE, "the target has several tables " + fixture.name())
                .hint("write one of them: "
                        + found.stream().map(table -> table.name().toString()).collect(Collectors.joining(", ")))
                .exception();
    }

    private static String known(TargetSchema schema) {
        if (schema.tables().isEmpty()) {
            return "the target has no tables at all: create them first, with your migrations or from a backup";
        }
        return "it has: "
                + schema.tables().keySet().stream()
                        .limit(20)
                        .map(Object::toString)
                        .collect(Collectors.joining(", "))
                + (schema.tables().size() > 20 ? ", …" : "");
    }

    private void requireForms() {
        for (int row = 0; row < fixture.rows().size(); row++) {
            FixtureRow values = fixture.rows().get(row);
            for (TargetColumn column : columns) {
                Value value = values.values().get(column.name());
                if (value != null && literal(column, value) == null) {
                    throw fixture.problem(
                                    ErrorCode.DATA_REFUSED,
                                    "the column is of type " + column.type() + ", and the fixture has "
                                            + value.kind().description(),
                                    row,
                                    column.name())
                            .table(target.name())
                            .hint("write the value as a text that PostgreSQL reads as " + column.type())
                            .exception();
                }
            }
        }
    }

    /** The value as SQL, or null where a value of this form cannot be one of the column. */
    static @Nullable String literal(TargetColumn column, Value value) {
        return switch (value.kind()) {
            case NULL -> "NULL";
            case TEXT, NUMBER, BOOLEAN -> Sql.literal(value.required());
            case ARRAY -> {
                String text = column.json()
                        ? value.required()
                        : column.array() ? JsonText.arrayLiteral(value.required()) : null;
                yield text == null ? null : Sql.literal(text);
            }
            case OBJECT -> column.json() ? Sql.literal(value.required()) : null;
        };
    }

    /** Whether some row leaves a column to a sequence. */
    boolean drawsFromSequences() {
        return target.columns().stream()
                .filter(column -> column.sequence() != null)
                .anyMatch(column ->
                        fixture.rows().stream().anyMatch(row -> !row.values().containsKey(column.name())));
    }

    /** The one INSERT of all rows; nothing where there are none. */
    String insert() {
        List<String> tuples = fixture.rows().stream().map(this::tuple).toList();
        if (tuples.isEmpty()) {
            return "";
        }
        if (columns.isEmpty()) {
            return (into() + " DEFAULT VALUES;\n").repeat(tuples.size());
        }
        return into() + head() + String.join(",\n", tuples) + ";\n";
    }

    /** The INSERT of one row, which returns where it came to lie. */
    String insert(int row) {
        String values = columns.isEmpty()
                ? " DEFAULT VALUES"
                : head() + tuple(fixture.rows().get(row));
        return into() + values + " RETURNING tableoid, ctid";
    }

    private String into() {
        return "INSERT INTO " + Sql.quote(target.root());
    }

    private String head() {
        return " (" + Sql.list(columns.stream().map(TargetColumn::name).toList()) + ") OVERRIDING SYSTEM VALUE VALUES ";
    }

    private String tuple(FixtureRow row) {
        return columns.stream()
                .map(column -> {
                    Value value = row.values().get(column.name());
                    return value == null ? "DEFAULT" : String.valueOf(literal(column, value));
                })
                .collect(Collectors.joining(",", "(", ")"));
    }
}

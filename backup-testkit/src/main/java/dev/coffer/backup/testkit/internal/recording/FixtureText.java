package dev.coffer.backup.testkit.internal.recording;

import dev.coffer.backup.testkit.internal.fixture.JsonText;
import dev.coffer.backup.testkit.internal.target.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A fixture as JSON that is good to read and to compare: a row on a line where it fits, else a value on a line. */
public final class FixtureText {
    private static final int LINE = 120;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private final StringBuilder text = new StringBuilder("{");
    private boolean first = true;

    /** Begins without tables. */
    public FixtureText() {}

    /** Adds a table. */
    public void table(String name, List<TargetColumn> columns, List<@Nullable String[]> rows) {
        text.append(first ? "\n  " : ",\n  ").append(JsonText.quote(name)).append(": [");
        first = false;
        for (int i = 0; i < rows.size(); i++) {
            text.append(i == 0 ? "\n    " : ",\n    ").append(row(columns, rows.get(i)));
        }
        text.append(rows.isEmpty() ? "]" : "\n  ]");
    }

    private static String row(List<TargetColumn> columns, @Nullable String[] values) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            TargetColumn column = columns.get(i);
            // Without a default, a column that is left out is NULL anyway.
            if (values[i] != null || column.defaulted()) {
                members.add(JsonText.quote(column.name()) + ": " + value(column, values[i]));
            }
        }
        String line = "{" + String.join(", ", members) + "}";
        return line.length() <= LINE ? line : "{\n      " + String.join(",\n      ", members) + "\n    }";
    }

    private static String value(TargetColumn column, @Nullable String value) {
        if (value == null) {
            return "null";
        }
        if (column.base().equals("bool") && !column.array()) {
            return value.equals("t") ? "true" : "false";
        }
        if (column.numeric() && NUMBER.matcher(value).matches()) {
            return value;
        }
        boolean structure = value.startsWith("{") || value.startsWith("[");
        return column.base().equals("jsonb") && structure ? value : JsonText.quote(value);
    }

    /** The whole, with a line feed at its end. */
    @Override
    public String toString() {
        return text + (first ? "}\n" : "\n}\n");
    }
}

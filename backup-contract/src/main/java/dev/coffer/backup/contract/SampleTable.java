package dev.coffer.backup.contract;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table with rows, for a {@link MemoryBackup}.
 *
 * @param name the table
 * @param columns its columns
 * @param rows each with a text, or null, for each column
 */
public record SampleTable(TableName name, List<Column> columns, List<List<@Nullable String>> rows) {
    public SampleTable {
        requireNonNull(name, "name");
        columns = List.copyOf(columns);
        List<List<@Nullable String>> copies = new ArrayList<>();
        for (List<@Nullable String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        name + " has " + columns.size() + " columns, and a row has " + row.size() + " fields");
            }
            copies.add(Collections.unmodifiableList(new ArrayList<>(row)));
        }
        rows = Collections.unmodifiableList(copies);
    }

    /** A table of the schema {@code public} whose columns are all of the type {@code text}. */
    public static SampleTable ofTexts(String name, List<String> columns, List<List<@Nullable String>> rows) {
        return new SampleTable(
                new TableName("public", name),
                columns.stream().map(column -> new Column(column, "text", 25)).toList(),
                rows);
    }
}

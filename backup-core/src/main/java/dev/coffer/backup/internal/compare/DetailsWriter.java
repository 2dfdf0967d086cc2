package dev.coffer.backup.internal.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.coffer.backup.ComparisonPlan;
import dev.coffer.backup.ComparisonReport;
import dev.coffer.backup.internal.store.PrivateFile;
import dev.coffer.backup.internal.store.StorageFailure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file with the rows that differ. */
final class DetailsWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetailsWriter.class);
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final ComparisonPlan.Details form;
    private final OutputStream bytes;
    private final Writer out;
    private boolean whole;

    private DetailsWriter(Path file, ComparisonPlan.Details form, OutputStream bytes) {
        this.file = file;
        this.form = form;
        this.bytes = bytes;
        this.out = new BufferedWriter(new OutputStreamWriter(bytes, UTF_8));
    }

    static @Nullable DetailsWriter to(@Nullable Path file, ComparisonPlan.Details form) {
        if (file == null) {
            return null;
        }
        DetailsWriter writer = new DetailsWriter(file, form, PrivateFile.create(file));
        if (form == ComparisonPlan.Details.CSV) {
            writer.line("table,change,key,column,before,after");
        }
        return writer;
    }

    void write(TablePair pair, List<RowChange> changes, ComparisonReport.Table table) {
        long all = table.added() + table.removed() + table.changed();
        if (form == ComparisonPlan.Details.TEXT) {
            line(shownName(pair.name().toString()) + ": " + table.added() + " added, " + table.removed() + " removed, "
                    + table.changed() + " changed");
        }
        for (RowChange change : changes) {
            switch (form) {
                case TEXT -> line(text(pair, change));
                case CSV -> csv(pair, change);
                case JSON_LINES -> line(json(pair, change));
            }
        }
        if (changes.size() < all) {
            line(leftOut(pair.name().toString(), all - changes.size()));
        }
    }

    private String leftOut(String table, long rows) {
        return switch (form) {
            case TEXT -> "  … and " + rows + " more";
            case CSV -> field(table) + ",more,,,," + field(Long.toString(rows));
            case JSON_LINES ->
                object(json -> {
                    json.writeStringField("table", table);
                    json.writeStringField("change", "more");
                    json.writeNumberField("rows", rows);
                });
        };
    }

    private static String text(TablePair pair, RowChange change) {
        List<@Nullable String> before = change.before();
        List<@Nullable String> after = change.after();
        if (before == null || after == null) {
            return (before == null ? "  + " : "  - ")
                    + row(pair.columns(), Objects.requireNonNull(before == null ? after : before));
        }
        String changed = IntStream.range(0, before.size())
                .filter(i -> !Objects.equals(before.get(i), after.get(i)))
                .mapToObj(i ->
                        shownName(pair.columns().get(i)) + ": " + shown(before.get(i)) + " → " + shown(after.get(i)))
                .collect(Collectors.joining(", "));
        return "  ~ " + key(pair, before) + ": " + changed;
    }

    private static String row(List<String> columns, List<@Nullable String> row) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> shownName(columns.get(i)) + "=" + shown(row.get(i)))
                .collect(Collectors.joining(", "));
    }

    private static String key(TablePair pair, List<@Nullable String> row) {
        return pair.key().stream()
                .map(name ->
                        shownName(name) + "=" + shown(row.get(pair.columns().indexOf(name))))
                .collect(Collectors.joining(", "));
    }

    /** On one line, NULL apart from a text that reads so. */
    private static String shown(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        StringBuilder text = new StringBuilder("\"");
        value.chars().forEach(c -> {
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '"', '\\' -> text.append('\\').append((char) c);
                default -> text.append(steers(c) ? '?' : (char) c);
            }
        });
        return text.append('"').toString();
    }

    private static String shownName(String name) {
        StringBuilder text = new StringBuilder();
        name.chars().forEach(c -> text.append(steers(c) ? '?' : (char) c));
        return text.toString();
    }

    /** Whether it could end the line, steer a terminal, or turn the order of what follows. */
    private static boolean steers(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private void csv(TablePair pair, RowChange change) {
        List<@Nullable String> before = change.before();
        List<@Nullable String> after = change.after();
        String kind = before == null ? "added" : after == null ? "removed" : "changed";
        String key = pair.keyed() ? key(pair, Objects.requireNonNull(before == null ? after : before)) : "";
        for (int i = 0; i < pair.columns().size(); i++) {
            String one = before == null ? null : before.get(i);
            String other = after == null ? null : after.get(i);
            if (before == null || after == null || !Objects.equals(one, other)) {
                line(String.join(
                        ",",
                        field(pair.name().toString()),
                        kind,
                        field(key),
                        field(pair.columns().get(i)),
                        field(one),
                        field(other)));
            }
        }
    }

    private static String field(@Nullable String value) {
        return value == null ? "" : '"' + value.replace("\"", "\"\"") + '"';
    }

    private static String json(TablePair pair, RowChange change) {
        List<@Nullable String> before = change.before();
        List<@Nullable String> after = change.after();
        return object(json -> {
            json.writeStringField("table", pair.name().toString());
            json.writeStringField("change", before == null ? "added" : after == null ? "removed" : "changed");
            if (pair.keyed()) {
                List<@Nullable String> row = Objects.requireNonNull(before == null ? after : before);
                json.writeObjectFieldStart("key");
                for (String name : pair.key()) {
                    value(json, name, row.get(pair.columns().indexOf(name)));
                }
                json.writeEndObject();
            }
            row(json, "before", pair, before, after);
            row(json, "after", pair, after, before);
        });
    }

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static String object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void row(
            JsonGenerator json,
            String name,
            TablePair pair,
            @Nullable List<@Nullable String> row,
            @Nullable List<@Nullable String> other)
            throws IOException {
        if (row == null) {
            return;
        }
        json.writeObjectFieldStart(name);
        for (int i = 0; i < row.size(); i++) {
            if (other == null || !Objects.equals(row.get(i), other.get(i))) {
                value(json, pair.columns().get(i), row.get(i));
            }
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, String name, @Nullable String value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value);
        }
    }

    private void line(String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw StorageFailure.writing(e, file.toString(), file.getParent());
        }
    }

    /** Everything that is to be in it has been written; without this, closing it removes it. */
    void end() {
        try {
            out.flush();
        } catch (IOException e) {
            throw StorageFailure.writing(e, file.toString(), file.getParent());
        }
        whole = true;
    }

    @Override
    public void close() {
        // A writer that cannot write what is left does not close what is below it.
        try (bytes) {
            out.close();
        } catch (IOException e) {
            if (whole) {
                whole = false;
                throw StorageFailure.writing(e, file.toString(), file.getParent());
            }
            LOG.debug("compare.details-unclosed file={}", file, e);
        } finally {
            if (!whole) {
                remove();
            }
        }
    }

    private void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("compare.details-left file={}", file, e);
        }
    }
}

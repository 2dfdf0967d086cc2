package dev.coffer.backup.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, in the order in which they are put. Not safe for use by several threads. */
final class Values {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /**
     * @param value null, a number, a boolean, {@link Values}, a collection of these, a {@link Duration}, which becomes seconds, or
     *     whatever {@link Object#toString} says all of
     */
    Values put(String key, @Nullable Object value) {
        members.put(key, value);
        return this;
    }

    /** An array of objects. */
    <T> Values each(String key, Collection<T> all, BiConsumer<T, Values> into) {
        return put(
                key,
                all.stream()
                        .map(one -> {
                            Values values = new Values();
                            into.accept(one, values);
                            return values;
                        })
                        .toList());
    }

    /** One line. ASCII alone: names may hold what steers a terminal, and logs have encodings of their own. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonFactory.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .createGenerator(text)) {
            write(json, this);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be written", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Values object) {
            json.writeStartObject();
            for (Map.Entry<String, @Nullable Object> member : object.members.entrySet()) {
                json.writeFieldName(member.getKey());
                write(json, member.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Collection<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Duration duration) {
            json.writeNumber(duration.toMillis() / 1_000.0);
        } else {
            json.writeString(value.toString());
        }
    }
}

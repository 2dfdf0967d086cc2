package dev.coffer.backup.internal.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One JSON object of a manifest, taken apart with no tolerance for a member that is missing or of another type. */
final class Members {
    private final Map<String, Object> values;

    private Members(Map<String, Object> values) {
        this.values = values;
    }

    /** Values that were read with {@link #value}, by their names. */
    static Members of(Map<String, Object> values) {
        return new Members(values);
    }

    /** Reads the object that the parser stands at the beginning of. */
    static Members read(JsonParser json) throws IOException {
        if (value(json) instanceof Members members) {
            return members;
        }
        throw ManifestFile.damaged("an object is something else");
    }

    /** Reads the value that the parser stands at: text, whole number, truth value, list or object. */
    static Object value(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        return switch (token) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> number(json);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_ARRAY -> elements(json);
            case START_OBJECT -> members(json);
            default -> throw ManifestFile.damaged("a value is of a type that no manifest has");
        };
    }

    private static long number(JsonParser json) throws IOException {
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw ManifestFile.damaged("a number is larger than any that a manifest has");
        }
        return json.getLongValue();
    }

    private static List<Object> elements(JsonParser json) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(json));
        }
        return elements;
    }

    private static Members members(JsonParser json) throws IOException {
        Map<String, Object> members = new HashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            members.put(name, value(json));
        }
        return new Members(members);
    }

    String text(String name) {
        return of(name, String.class);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable
    String optionalText(String name) {
        return has(name) ? text(name) : null;
    }

    String text(String name, Pattern form) {
        String text = text(name);
        if (!form.matcher(text).matches()) {
            throw ManifestFile.damaged("the member \"" + name + "\" is not of its form");
        }
        return text;
    }

    boolean flag(String name) {
        return of(name, Boolean.class);
    }

    /** A number that cannot be negative. */
    long count(String name) {
        return notNegative(of(name, Long.class), name);
    }

    /** A number that cannot be negative and counts nothing that there are many of. */
    int small(String name) {
        long value = count(name);
        if (value > Integer.MAX_VALUE) {
            throw ManifestFile.damaged("the member \"" + name + "\" is too large");
        }
        return (int) value;
    }

    Members object(String name) {
        return of(name, Members.class);
    }

    List<Members> objects(String name) {
        return list(name, Members.class);
    }

    /** Lists of as many numbers each, none of them negative. */
    List<long[]> numbers(String name, int size) {
        List<long[]> rows = new ArrayList<>();
        for (Object element : of(name, List.class)) {
            if (!(element instanceof List<?> row) || row.size() != size) {
                throw wrongType(name);
            }
            rows.add(row.stream()
                    .mapToLong(value -> {
                        if (value instanceof Long number) {
                            return notNegative(number, name);
                        }
                        throw wrongType(name);
                    })
                    .toArray());
        }
        return rows;
    }

    Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        values.keySet().forEach(name -> texts.put(name, text(name)));
        return Map.copyOf(texts);
    }

    private <T> List<T> list(String name, Class<T> type) {
        List<T> elements = new ArrayList<>();
        for (Object element : of(name, List.class)) {
            if (!type.isInstance(element)) {
                throw wrongType(name);
            }
            elements.add(type.cast(element));
        }
        return elements;
    }

    private <T> T of(String name, Class<T> type) {
        Object value = values.get(name);
        if (value == null) {
            throw ManifestFile.damaged("the member \"" + name + "\" is missing");
        }
        if (!type.isInstance(value)) {
            throw wrongType(name);
        }
        return type.cast(value);
    }

    private static RuntimeException wrongType(String name) {
        return ManifestFile.damaged("the member \"" + FileNames.printable(name) + "\" is of another type");
    }

    private static long notNegative(long value, String name) {
        if (value < 0) {
            throw ManifestFile.damaged("the member \"" + name + "\" is negative");
        }
        return value;
    }
}

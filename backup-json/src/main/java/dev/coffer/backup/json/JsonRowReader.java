package dev.coffer.backup.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowBuilder;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns row objects into rows: each must have every column of the table once, in any order, and nothing else. */
final class JsonRowReader {
    private static final byte[] TRUE = {'t'};
    private static final byte[] FALSE = {'f'};
    private static final int UNWANTED = -1;

    private final JsonCursor cursor;
    private final JsonParser parser;
    private final Map<String, Integer> positions = new HashMap<>();
    private final String[] names;
    private final ValueForm[] forms;
    private final int[] fields;
    private final boolean[] seen;
    private final RowBuilder row;
    private final boolean edited;

    /**
     * @param columns of the table, in the order in which objects usually have them
     * @param wanted those whose fields are handed over, in this order
     * @param edited whether somebody may have written values otherwise than we do
     */
    JsonRowReader(JsonCursor cursor, List<Column> columns, List<String> wanted, boolean edited) {
        this.cursor = cursor;
        this.edited = edited;
        this.parser = cursor.parser();
        this.names = columns.stream().map(Column::name).toArray(String[]::new);
        this.forms = columns.stream().map(ValueForm::of).toArray(ValueForm[]::new);
        this.fields = columns.stream()
                .mapToInt(column -> wanted.indexOf(column.name()))
                .toArray();
        this.seen = new boolean[names.length];
        this.row = new RowBuilder(wanted.size());
        for (int i = 0; i < names.length; i++) {
            positions.put(names[i], i);
        }
    }

    /** Reads on from the beginning of an object to its end. */
    Row read() throws IOException {
        row.clear();
        Arrays.fill(seen, false);
        int count = 0;
        JsonToken token = parser.nextToken();
        while (token == JsonToken.FIELD_NAME) {
            int position = position(parser.currentName(), count);
            seen[position] = true;
            value(position);
            count++;
            token = parser.nextToken();
        }
        if (token != JsonToken.END_OBJECT) {
            throw cursor.misplaced(token);
        }
        if (count < names.length) {
            throw missing();
        }
        return row;
    }

    private int position(String name, int expected) {
        if (expected < names.length && names[expected].equals(name)) {
            return requireNew(expected);
        }
        Integer found = positions.get(name);
        if (found == null) {
            throw cursor.malformed("a row has a member that is no column of the table", JsonCursor.DAMAGED);
        }
        return requireNew(found);
    }

    private int requireNew(int position) {
        if (seen[position]) {
            throw cursor.malformed("a row has a column twice", JsonCursor.DAMAGED, names[position]);
        }
        return position;
    }

    private BackupException missing() {
        int position = 0;
        while (seen[position]) {
            position++;
        }
        return edited
                ? cursor.malformed(
                        "a row lacks a column that other rows of the table have", JsonCursor.CORRECT, names[position])
                : cursor.malformed("a row lacks a column", JsonCursor.DAMAGED, names[position]);
    }

    private void value(int position) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw cursor.misplaced(null);
        }
        int field = fields[position];
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        switch (forms[position]) {
            case BOOLEAN -> {
                if (edited && token == JsonToken.VALUE_STRING) {
                    text(field, position);
                    return;
                }
                require(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE, position, "true or false");
                if (field != UNWANTED) {
                    row.set(field, token == JsonToken.VALUE_TRUE ? TRUE : FALSE, 0, 1);
                }
            }
            case INTEGER -> {
                if (edited && token == JsonToken.VALUE_STRING) {
                    text(field, position);
                    return;
                }
                require(token == JsonToken.VALUE_NUMBER_INT, position, "a whole number");
                if (field != UNWANTED) {
                    text(field, position);
                }
            }
            case TEXT -> {
                require(token == JsonToken.VALUE_STRING || (edited && token.isScalarValue()), position, "a string");
                if (field != UNWANTED) {
                    text(field, position);
                }
            }
        }
    }

    private void text(int field, int position) throws IOException {
        if (field == UNWANTED) {
            return;
        }
        try {
            row.set(field, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } catch (CharacterCodingException e) {
            throw cursor.malformed(
                    "a value holds U+0000 or half of a surrogate pair", JsonCursor.DAMAGED, names[position]);
        }
    }

    private void require(boolean right, int position, String wanted) {
        if (!right) {
            throw cursor.malformed(
                    "a value of this column's type is " + wanted + " or null, and another kind was found",
                    JsonCursor.DAMAGED,
                    names[position]);
        }
    }
}

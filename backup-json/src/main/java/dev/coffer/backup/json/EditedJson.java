package dev.coffer.backup.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Contents;
import dev.coffer.backup.spi.LooseFile;
import dev.coffer.backup.spi.TableData;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a document whose rows somebody has changed on purpose: its trailer no longer fits and is passed over, tables may be
 * gone, and a column may be gone from every row of a table.
 */
final class EditedJson implements Closeable {
    private final InputStream in;
    private final String file;
    private final ObservedStream bytes;
    private final JsonCursor cursor;
    private final JsonParser parser;
    private final int maxValueLength;

    private EditedJson(InputStream in, String file, int maxValueLength) throws IOException {
        this.in = in;
        this.file = file;
        this.maxValueLength = maxValueLength;
        this.bytes = new ObservedStream(in, file);
        this.cursor = new JsonCursor(bytes, file, 1, maxValueLength);
        this.parser = cursor.parser();
    }

    /**
     * Reads it to its end.
     *
     * @param reason why it is not taken for one that nobody has edited
     */
    static Contents describe(Path path, int maxValueLength, ErrorCode reason) throws IOException {
        try (InputStream in = LooseFile.open(path);
                EditedJson document = new EditedJson(in, LooseFile.nameOf(path), maxValueLength)) {
            return document.read(reason);
        }
    }

    private Contents read(ErrorCode reason) throws IOException {
        try {
            byte[] catalogue = new JsonHead(cursor, bytes, file).read();
            List<TableName> known = names(catalogue);
            List<Contents.Entry> entries = new ArrayList<>();
            cursor.expectField(JsonLayout.TABLES);
            cursor.expect(JsonToken.START_ARRAY);
            JsonToken token = parser.nextToken();
            while (token == JsonToken.START_OBJECT) {
                entries.add(table(known));
                token = parser.nextToken();
            }
            if (token != JsonToken.END_ARRAY) {
                throw cursor.misplaced(token);
            }
            end();
            return new Contents(
                    catalogue,
                    entries,
                    "none, as was accepted: the document was edited (" + reason
                            + "), and its rows are taken as they are");
        } catch (JacksonException e) {
            throw cursor.translated(e);
        }
    }

    /** The trailer, whatever it says, or no trailer. */
    private void end() throws IOException {
        JsonToken token = parser.nextToken();
        while (token == JsonToken.FIELD_NAME) {
            parser.nextToken();
            parser.skipChildren();
            token = parser.nextToken();
        }
        if (token != JsonToken.END_OBJECT) {
            throw cursor.misplaced(token);
        }
        if (parser.nextToken() != null) {
            throw cursor.malformed("something follows the end of the document", JsonCursor.CORRECT);
        }
    }

    /** The tables in their order, from the catalogue; large objects come after them. */
    private List<TableName> names(byte[] catalogue) throws IOException {
        List<TableName> names = new ArrayList<>();
        try (JsonCursor document = new JsonCursor(new ByteArrayInputStream(catalogue), file, 0, maxValueLength)) {
            document.expect(JsonToken.START_OBJECT);
            JsonToken token = document.parser().nextToken();
            while (token == JsonToken.FIELD_NAME) {
                boolean tables = document.parser().currentName().equals(JsonLayout.TABLES);
                token = document.parser().nextToken();
                if (tables && token == JsonToken.START_ARRAY) {
                    while (document.parser().nextToken() == JsonToken.START_OBJECT) {
                        names.add(new TableName(document.expectText("schema"), document.expectText("name")));
                        do {
                            token = document.parser().nextToken();
                            document.parser().skipChildren();
                        } while (token != null && token != JsonToken.END_OBJECT);
                    }
                } else {
                    document.parser().skipChildren();
                }
                token = document.parser().nextToken();
            }
        }
        names.add(TableData.LARGE_OBJECTS_NAME);
        return names;
    }

    private Contents.Entry table(List<TableName> known) throws IOException {
        long from = cursor.offset();
        long line = cursor.line();
        TableName name = new TableName(cursor.expectText("schema"), cursor.expectText("name"));
        cursor.enter(name);
        int index = known.indexOf(name);
        if (index < 0) {
            throw cursor.malformed("the schema of the document does not have this table", JsonCursor.CORRECT);
        }
        Set<String> columns = columns();
        cursor.expectField(JsonLayout.ROWS);
        cursor.expect(JsonToken.START_ARRAY);
        Set<String> seen = new LinkedHashSet<>();
        long rows = 0;
        JsonToken token = parser.nextToken();
        while (token == JsonToken.START_OBJECT) {
            rows++;
            cursor.row(rows);
            row(columns, seen);
            token = parser.nextToken();
        }
        if (token != JsonToken.END_ARRAY) {
            throw cursor.misplaced(token);
        }
        cursor.row(0);
        cursor.expect(JsonToken.END_OBJECT);
        long length = cursor.offset() + 1 - from;
        cursor.enter(null);
        List<String> present = rows == 0 ? null : List.copyOf(seen);
        return new Contents.Entry(index, null, present, from, length, LooseFile.startOf(in, from), line);
    }

    private Set<String> columns() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        cursor.expectField("columns");
        cursor.expect(JsonToken.START_ARRAY);
        JsonToken token = parser.nextToken();
        while (token == JsonToken.START_OBJECT) {
            names.add(cursor.expectText("name"));
            do {
                token = parser.nextToken();
                parser.skipChildren();
            } while (token != null && token != JsonToken.END_OBJECT);
            token = parser.nextToken();
        }
        if (token != JsonToken.END_ARRAY) {
            throw cursor.misplaced(token);
        }
        return names;
    }

    private void row(Set<String> columns, Set<String> seen) throws IOException {
        JsonToken token = parser.nextToken();
        while (token == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (!columns.contains(name)) {
                throw unknown(name);
            }
            seen.add(name);
            token = parser.nextToken();
            if (token == null || token.isStructStart()) {
                throw token == null
                        ? cursor.misplaced(null)
                        : cursor.malformed("a value is an object or an array", JsonCursor.CORRECT, name);
            }
            token = parser.nextToken();
        }
        if (token != JsonToken.END_OBJECT) {
            throw cursor.misplaced(token);
        }
    }

    private BackupException unknown(String name) {
        return cursor.malformed("a row has a member that is no column of the table", JsonCursor.CORRECT, name);
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}

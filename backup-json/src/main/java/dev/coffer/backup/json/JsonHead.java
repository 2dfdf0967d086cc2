package dev.coffer.backup.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;

/** What stands in a document before its tables. */
final class JsonHead {
    private final JsonCursor cursor;
    private final ObservedStream bytes;
    private final String file;

    JsonHead(JsonCursor cursor, ObservedStream bytes, String file) {
        this.cursor = cursor;
        this.bytes = bytes;
        this.file = file;
    }

    /** Reads up to the end of the catalogue document, and gives its bytes. */
    byte[] read() throws IOException {
        header();
        return catalogue();
    }

    private void header() throws IOException {
        cursor.expect(JsonToken.START_OBJECT);
        cursor.expectField(JsonLayout.HEADER);
        cursor.expect(JsonToken.START_OBJECT);
        boolean ours = cursor.expectText("format").equals(JsonTableExporter.FORMAT.name());
        cursor.expectField("version");
        cursor.expect(JsonToken.VALUE_NUMBER_INT);
        int version = cursor.parser().getIntValue();
        if (!ours || version != JsonTableExporter.FORMAT.version()) {
            throw Problem.of(ErrorCode.UNKNOWN_FORMAT, "the document has another version of its format: " + version)
                    .file(file)
                    .hint("restore it with a newer version of the library; this one reads " + JsonTableExporter.FORMAT)
                    .exception();
        }
        JsonToken token = cursor.parser().nextToken();
        while (token == JsonToken.FIELD_NAME) {
            cursor.parser().nextToken();
            cursor.parser().skipChildren();
            token = cursor.parser().nextToken();
        }
        if (token != JsonToken.END_OBJECT) {
            throw cursor.misplaced(token);
        }
    }

    private byte[] catalogue() throws IOException {
        bytes.keep();
        cursor.expectField(JsonLayout.CATALOGUE);
        cursor.expect(JsonToken.START_OBJECT);
        long from = cursor.offset();
        cursor.skip();
        return bytes.kept(from, cursor.offset() + 1);
    }
}

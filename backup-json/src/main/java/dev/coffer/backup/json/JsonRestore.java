package dev.coffer.backup.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/** One run of the strategy: each table is an object of its own in the document, and is parsed alone. */
final class JsonRestore implements RowRestore {
    private static final int MAX_FOLLOWING = 64;

    private final RestoreContext run;
    private final int maxValueLength;

    JsonRestore(RestoreContext run, int maxValueLength) {
        this.run = run;
        this.maxValueLength = maxValueLength;
    }

    @Override
    public void rows(TableData table, List<String> columns, RowSink into) throws IOException {
        long taken = 0;
        if (!run.loose() && !table.columns().isEmpty()) {
            try (PlainObjects plain = new PlainObjects(run.open(table), table, columns, maxValueLength)) {
                for (; plain.next(); taken++) {
                    into.row(plain);
                }
                if (plain.ended()) {
                    return;
                }
            }
        }
        rows(table, columns, into, taken);
    }

    /** Reads whatever there is, from the row on that comes after so many. */
    private void rows(TableData table, List<String> columns, RowSink into, long taken) throws IOException {
        try (InputStream in = run.open(table);
                JsonCursor cursor = new JsonCursor(in, run.fileOf(table), run.firstLine(table), maxValueLength)) {
            cursor.enter(table.name());
            try {
                read(cursor, table, columns, into, taken);
                requireEnd(cursor, in);
            } catch (JacksonException e) {
                throw cursor.translated(e);
            }
        }
    }

    private void read(JsonCursor cursor, TableData table, List<String> columns, RowSink into, long taken)
            throws IOException {
        requireSameTable(cursor, table);
        JsonRowReader reader = new JsonRowReader(cursor, table.columns(), columns, run.loose());
        JsonParser parser = cursor.parser();
        long rows = 0;
        JsonToken token = parser.nextToken();
        while (token == JsonToken.START_OBJECT) {
            rows++;
            cursor.row(rows);
            if (rows <= taken) {
                cursor.skip();
            } else {
                into.row(reader.read());
            }
            token = parser.nextToken();
        }
        if (token != JsonToken.END_ARRAY) {
            throw cursor.misplaced(token);
        }
        cursor.row(0);
        cursor.expect(JsonToken.END_OBJECT);
    }

    /** Reads up to the row once more, since to remember the line of each would cost more than that. */
    @Override
    public OptionalLong lineOf(TableData table, long row) throws IOException {
        if (run.firstLine(table) == 0) {
            return OptionalLong.empty();
        }
        try (InputStream in = run.open(table);
                JsonCursor cursor = new JsonCursor(in, run.fileOf(table), run.firstLine(table), maxValueLength)) {
            requireSameTable(cursor, table);
            long rows = 0;
            while (cursor.parser().nextToken() == JsonToken.START_OBJECT) {
                if (++rows == row) {
                    return OptionalLong.of(cursor.line());
                }
                cursor.skip();
            }
            return OptionalLong.empty();
        }
    }

    private static void requireSameTable(JsonCursor cursor, TableData table) throws IOException {
        cursor.expect(JsonToken.START_OBJECT);
        boolean same = cursor.expectText("schema").equals(table.name().schema());
        same &= cursor.expectText("name").equals(table.name().name());
        if (!same) {
            throw cursor.malformed("another table stands in the place of this one", JsonCursor.DAMAGED);
        }
        cursor.expectField("columns");
        cursor.expect(JsonToken.START_ARRAY);
        cursor.parser().skipChildren();
        cursor.expectField(JsonLayout.ROWS);
        cursor.expect(JsonToken.START_ARRAY);
    }

    /** A comma may follow, which separates the table from the next one; reading on also makes core check the length. */
    private static void requireEnd(JsonCursor cursor, InputStream in) throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        cursor.parser().releaseBuffered(rest);
        byte[] following = in.readNBytes(MAX_FOLLOWING);
        rest.write(following, 0, following.length);
        if (!rest.toString(ISO_8859_1).strip().matches(",?") || in.read() >= 0) {
            throw cursor.malformed("something follows the table that does not belong to it", JsonCursor.DAMAGED);
        }
    }

    @Override
    public void close() {}
}

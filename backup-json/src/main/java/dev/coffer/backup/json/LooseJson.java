package dev.coffer.backup.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Contents;
import dev.coffer.backup.spi.LooseFile;
import dev.coffer.backup.spi.TableTotals;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads a document that lies alone, to its end, and checks it against its own trailer. */
final class LooseJson implements Closeable {
    private final String file;
    private final ObservedStream bytes;
    private final JsonCursor cursor;
    private final JsonParser parser;
    private final List<Found> found = new ArrayList<>();

    private LooseJson(InputStream in, String file, int maxValueLength) throws IOException {
        this.file = file;
        this.bytes = new ObservedStream(in, file);
        this.cursor = new JsonCursor(bytes, file, 1, maxValueLength);
        this.parser = cursor.parser();
    }

    /** A table as it was met in the document. */
    private record Found(TableName name, long rows, long offset, long length, long line) {}

    static Optional<Contents> describe(Path path, int maxValueLength) throws IOException {
        if (!isOurs(path)) {
            return Optional.empty();
        }
        String file = LooseFile.nameOf(path);
        try (InputStream in = LooseFile.open(path);
                LooseJson document = new LooseJson(in, file, maxValueLength)) {
            return Optional.of(document.read(in));
        }
    }

    private static boolean isOurs(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = LooseFile.open(path)) {
            return Arrays.equals(in.readNBytes(JsonLayout.MAGIC.length), JsonLayout.MAGIC);
        } catch (BackupException e) {
            // It looks like gzip and is none, or none that is whole: no document of ours begins so.
            return false;
        }
    }

    private Contents read(InputStream in) throws IOException {
        try {
            byte[] catalogue = new JsonHead(cursor, bytes, file).read();
            long end = tables();
            String sha256 = bytes.sha256Until(end);
            List<TableTotals> totals = trailer(sha256);
            return new Contents(catalogue, entries(totals, in), "SHA-256 and row counts of the file's own trailer");
        } catch (JacksonException e) {
            throw cursor.translated(e);
        }
    }

    /** Where the bytes end that the first SHA-256 of the trailer covers. */
    private long tables() throws IOException {
        cursor.expectField(JsonLayout.TABLES);
        cursor.expect(JsonToken.START_ARRAY);
        JsonToken token = parser.nextToken();
        while (token == JsonToken.START_OBJECT) {
            table();
            token = parser.nextToken();
        }
        if (token != JsonToken.END_ARRAY) {
            throw cursor.misplaced(token);
        }
        return cursor.offset();
    }

    private void table() throws IOException {
        long from = cursor.offset();
        long line = cursor.line();
        TableName name = new TableName(cursor.expectText("schema"), cursor.expectText("name"));
        cursor.enter(name);
        cursor.expectField("columns");
        cursor.expect(JsonToken.START_ARRAY);
        cursor.skip();
        cursor.expectField(JsonLayout.ROWS);
        cursor.expect(JsonToken.START_ARRAY);
        long rows = 0;
        JsonToken token = parser.nextToken();
        while (token == JsonToken.START_OBJECT) {
            rows++;
            cursor.row(rows);
            cursor.skip();
            token = parser.nextToken();
        }
        if (token != JsonToken.END_ARRAY) {
            throw cursor.misplaced(token);
        }
        cursor.expect(JsonToken.END_OBJECT);
        found.add(new Found(name, rows, from, cursor.offset() + 1 - from, line));
        cursor.enter(null);
    }

    private List<TableTotals> trailer(String sha256) throws IOException {
        cursor.expectField(JsonLayout.TRAILER);
        cursor.expect(JsonToken.START_OBJECT);
        cursor.expectField(JsonLayout.TABLES);
        cursor.expect(JsonToken.START_ARRAY);
        List<TableTotals> totals = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token == JsonToken.START_OBJECT) {
            totals.add(total(totals.size()));
            token = parser.nextToken();
        }
        if (token != JsonToken.END_ARRAY) {
            throw cursor.misplaced(token);
        }
        boolean whole = cursor.expectText(JsonLayout.SHA256).equals(sha256);
        cursor.expectField(JsonLayout.TRAILER_SHA256);
        String trailerSha256 = bytes.sha256Until(cursor.offset());
        whole &= cursor.expectText().equals(trailerSha256);
        cursor.expect(JsonToken.END_OBJECT);
        cursor.expect(JsonToken.END_OBJECT);
        if (parser.nextToken() != null) {
            throw cursor.malformed("something follows the end of the document", JsonCursor.DAMAGED);
        }
        if (!whole) {
            throw Problem.of(ErrorCode.CHECKSUM, "the document does not have the SHA-256 that its trailer gives")
                    .file(file)
                    .hint(JsonCursor.EDITED)
                    .exception();
        }
        return totals;
    }

    private TableTotals total(int index) throws IOException {
        TableName name = new TableName(cursor.expectText("schema"), cursor.expectText("name"));
        cursor.expectField(JsonLayout.ROWS);
        cursor.expect(JsonToken.VALUE_NUMBER_INT);
        long rows = parser.getLongValue();
        String hash = cursor.expectText("contentHash");
        cursor.expect(JsonToken.END_OBJECT);
        if (index >= found.size() || !found.get(index).name().equals(name)) {
            throw cursor.malformed("the trailer names other tables than the document holds", JsonCursor.DAMAGED);
        }
        return new TableTotals(rows, hash);
    }

    private List<Contents.Entry> entries(List<TableTotals> totals, InputStream in) {
        if (totals.size() != found.size()) {
            throw cursor.malformed("the trailer names other tables than the document holds", JsonCursor.DAMAGED);
        }
        List<Contents.Entry> entries = new ArrayList<>();
        for (int i = 0; i < totals.size(); i++) {
            Found table = found.get(i);
            if (table.rows() != totals.get(i).rows()) {
                throw Problem.of(
                                ErrorCode.ROW_COUNT,
                                "the table has " + table.rows() + " rows, and the trailer says "
                                        + totals.get(i).rows())
                        .table(table.name())
                        .file(file)
                        .hint(JsonCursor.DAMAGED)
                        .exception();
            }
            entries.add(new Contents.Entry(
                    i,
                    totals.get(i),
                    null,
                    table.offset(),
                    table.length(),
                    LooseFile.startOf(in, table.offset()),
                    table.line()));
        }
        return entries;
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}

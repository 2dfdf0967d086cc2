package dev.coffer.backup.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.TableData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Everything of the document but the rows: header, the frame around each table, trailer. */
final class JsonLayout {
    static final String FILE = "complete_backup.json";

    static final String HEADER = "coffer";
    static final String CATALOGUE = "catalogue";
    static final String TABLES = "tables";
    static final String ROWS = "rows";
    static final String TRAILER = "trailer";
    static final String SHA256 = "sha256";
    static final String TRAILER_SHA256 = "trailerSha256";

    /** How a document begins, byte for byte; what follows says which format and version. */
    static final byte[] MAGIC = ascii("{\"" + HEADER + "\":");

    static final byte[] ROW_SEPARATOR = ascii(",\n");

    /** Deep enough for the catalogue, which nests a few levels; rows nest two. */
    private static final int MAX_DEPTH = 64;

    private static final int MAX_NAME_LENGTH = 10_000;

    private JsonLayout() {}

    /** Without pools that outlive a run: they would hold on to buffers, and through them to rows, in threads of others. */
    static JsonFactory writing() {
        return new JsonFactoryBuilder()
                .rootValueSeparator(",\n")
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                .build();
    }

    /** Jackson's limits, raised to what PostgreSQL can print, and lowered where our documents need less. */
    static JsonFactory reading(int maxValueLength) {
        return new JsonFactoryBuilder()
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(maxValueLength)
                        .maxNumberLength(20)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .build();
    }

    static byte[] preamble(ExportContext run) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(MAGIC);
        try (JsonGenerator out = writing().createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("format", JsonTableExporter.FORMAT.name());
            out.writeNumberField("version", JsonTableExporter.FORMAT.version());
            out.writeStringField("library", run.libraryVersion());
            out.writeStringField("snapshot", run.snapshotTime().toString());
            out.writeEndObject();
        }
        bytes.write(ascii(",\n\"" + CATALOGUE + "\":"));
        bytes.write(run.catalogueDocument());
        bytes.write(ascii(",\n\"" + TABLES + "\":[\n"));
        return bytes.toByteArray();
    }

    /** The comma between two tables ends the first one, so that what a reader gets of one table is one object. */
    static Framing framing(TableData table, boolean last) {
        return new Framing(head(table), ROW_SEPARATOR, ascii(last ? "\n]}\n" : "\n]},\n"));
    }

    private static byte[] head(TableData table) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = writing().createGenerator(bytes)) {
            out.writeStartObject();
            names(out, table);
            out.writeArrayFieldStart("columns");
            for (Column column : table.columns()) {
                out.writeStartObject();
                out.writeStringField("name", column.name());
                out.writeStringField("type", column.type());
                out.writeNumberField("oid", column.typeOid());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeFieldName(ROWS);
            out.writeRaw(":[\n");
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    private static void names(JsonGenerator out, TableData table) throws IOException {
        out.writeStringField("schema", table.name().schema());
        out.writeStringField("name", table.name().name());
    }

    /** What follows the last table. The last member covers the trailer itself, which the first SHA-256 cannot. */
    static void writeTrailer(ExportContext run, OutputStream file, String sha256) throws IOException {
        ByteArrayOutputStream trailer = new ByteArrayOutputStream();
        trailer.write(ascii("],\n\"" + TRAILER + "\":{\"" + TABLES + "\":[\n"));
        trailer.write(totals(run));
        trailer.write(ascii("\n],\n\"" + SHA256 + "\":\"" + sha256 + "\",\n"));
        String own = HexFormat.of().formatHex(sha256().digest(trailer.toByteArray()));
        trailer.write(ascii("\"" + TRAILER_SHA256 + "\":\"" + own + "\"}}\n"));
        trailer.writeTo(file);
    }

    private static byte[] totals(ExportContext run) throws IOException {
        List<TableData> tables = run.tables();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = writing().createGenerator(bytes)) {
            for (TableData table : tables) {
                out.writeStartObject();
                names(out, table);
                out.writeNumberField(ROWS, run.totals(table).rows());
                out.writeStringField("contentHash", run.totals(table).contentHash());
                out.writeEndObject();
            }
        }
        return bytes.toByteArray();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(UTF_8);
    }
}

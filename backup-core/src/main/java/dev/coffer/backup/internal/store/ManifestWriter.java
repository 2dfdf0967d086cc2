package dev.coffer.backup.internal.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.catalogue.CommonMembers;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the members of {@code manifest.json}, always in the same order, up to the line for its own SHA-256. */
final class ManifestWriter {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final JsonGenerator json;

    private ManifestWriter(JsonGenerator json) {
        this.json = json;
    }

    static void write(Manifest manifest, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setPrettyPrinter(new ManifestLayout());
            new ManifestWriter(json).members(manifest);
            json.writeRaw(",\n");
        }
    }

    static String text(TableData.Kind kind) {
        return switch (kind) {
            case TABLE -> "table";
            case LARGE_OBJECTS -> "large objects";
        };
    }

    static String text(Compression compression) {
        return switch (compression) {
            case NONE -> "none";
            case GZIP -> "gzip";
            case ZSTD -> "zstd";
        };
    }

    private void members(Manifest manifest) throws IOException {
        json.writeStartObject();
        json.writeNumberField("format", ManifestFile.FORMAT);
        json.writeStringField("library", manifest.libraryVersion());
        json.writeStringField("id", manifest.id());
        json.writeStringField("snapshotTime", manifest.snapshotTime().toString());
        optional("lsn", manifest.lsn());
        optional("timeline", manifest.timeline());
        json.writeStringField("startedAt", manifest.startedAt().toString());
        json.writeStringField("finishedAt", manifest.finishedAt().toString());
        server(manifest.server());
        texts("settings", manifest.settings());
        json.writeArrayFieldStart("formats");
        for (FormatId format : manifest.formats()) {
            json.writeStartObject();
            json.writeStringField("name", format.name());
            json.writeNumberField("version", format.version());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("tables");
        for (Manifest.Table table : manifest.tables()) {
            table(table);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("files");
        for (Manifest.File file : manifest.files()) {
            file(file);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("skips");
        for (Skip skip : manifest.skips()) {
            json.writeStartObject();
            json.writeStringField("object", skip.object());
            json.writeStringField("reason", skip.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("warnings");
        for (String warning : manifest.warnings()) {
            json.writeString(warning);
        }
        json.writeEndArray();
        lineage(manifest.lineage());
    }

    private void lineage(Manifest.@Nullable Lineage lineage) throws IOException {
        if (lineage != null) {
            json.writeObjectFieldStart("lineage");
            optional("base", lineage.base());
            texts("history", lineage.history());
            json.writeEndObject();
        }
    }

    private void texts(String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    private void server(ServerInfo server) throws IOException {
        json.writeObjectFieldStart("server");
        CommonMembers.server(server, json);
        optional("locale", server.locale());
        optional("collationVersion", server.collationVersion());
        json.writeNumberField("databaseBytes", server.databaseBytes());
        json.writeEndObject();
    }

    private void table(Manifest.Table table) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", table.name().schema());
        json.writeStringField("name", table.name().name());
        json.writeStringField("kind", text(table.kind()));
        json.writeNumberField("rows", table.rows());
        json.writeNumberField("bytes", table.bytes());
        json.writeStringField("contentHash", table.contentHash());
        json.writeBooleanField("partial", table.partial());
        optional("state", table.state());
        CommonMembers.columns(table.columns(), json);
        json.writeEndObject();
    }

    private void file(Manifest.File file) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", file.name());
        json.writeNumberField("bytes", file.bytes());
        json.writeStringField("sha256", file.sha256());
        optional("format", file.format());
        json.writeStringField("compression", text(file.compression()));
        json.writeArrayFieldStart("pieces");
        for (Manifest.Piece piece : file.pieces()) {
            json.writeStartArray();
            json.writeNumber(piece.table());
            json.writeNumber(piece.part());
            json.writeNumber(piece.offset());
            json.writeNumber(piece.length());
            json.writeNumber(piece.plainLength());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void optional(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}

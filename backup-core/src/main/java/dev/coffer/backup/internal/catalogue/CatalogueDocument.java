package dev.coffer.backup.internal.catalogue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The catalogue as one JSON object in UTF-8, and back; written the same way every time. */
public final class CatalogueDocument {
    /** The version of the document that this library writes, and the newest that it reads. */
    static final int VERSION = 1;

    private CatalogueDocument() {}

    public static byte[] toBytes(Catalogue catalogue) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = CatalogueParser.FACTORY.createGenerator(bytes)) {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(lines);
            printer.indentArraysWith(lines);
            json.setPrettyPrinter(printer);
            write(catalogue, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    /**
     * Reads a document that may come from anywhere.
     *
     * @param file how messages name it
     * @throws dev.coffer.backup.FormatException when it is not what this version writes, or exceeds a limit
     */
    public static Catalogue parse(byte[] document, String file) {
        return new CatalogueParser(file).parse(document);
    }

    private static void write(Catalogue catalogue, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", VERSION);
        writeServer(catalogue.server(), json);
        json.writeArrayFieldStart("tables");
        for (CatalogueTable table : catalogue.tables()) {
            json.writeStartObject();
            writeName(table.name(), json);
            CommonMembers.columns(table.columns(), json);
            writeTexts("key", table.key(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        writeEntries("entries", catalogue.entries(), json);
        writeEntries("rights", catalogue.rights(), json);
        json.writeArrayFieldStart("sequences");
        for (SequenceState sequence : catalogue.sequences()) {
            json.writeStartObject();
            writeName(sequence.name(), json);
            json.writeNumberField("lastValue", sequence.lastValue());
            json.writeBooleanField("called", sequence.called());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("withoutRows");
        for (TableName table : catalogue.withoutRows()) {
            json.writeStartObject();
            writeName(table, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("largeObjects", catalogue.largeObjects());
        json.writeArrayFieldStart("skipped");
        for (Skip skip : catalogue.skipped()) {
            json.writeStartObject();
            json.writeStringField("object", skip.object());
            json.writeStringField("reason", skip.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeTexts("warnings", catalogue.warnings(), json);
        json.writeEndObject();
    }

    private static void writeServer(ServerInfo server, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("server");
        CommonMembers.server(server, json);
        writeNullable("locale", server.locale(), json);
        writeNullable("collationVersion", server.collationVersion(), json);
        json.writeNumberField("databaseBytes", server.databaseBytes());
        json.writeEndObject();
    }

    private static void writeEntries(String name, List<SchemaEntry> entries, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (SchemaEntry entry : entries) {
            writeEntry(entry, json);
        }
        json.writeEndArray();
    }

    private static void writeEntry(SchemaEntry entry, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", entry.kind());
        writeNullable("schema", entry.schema(), json);
        json.writeStringField("identity", entry.identity());
        json.writeStringField("section", entry.section().toString());
        writeTexts("statements", entry.statements(), json);
        writeTexts("dependsOn", entry.dependsOn(), json);
        TableName table = entry.table();
        if (table == null) {
            json.writeNullField("table");
        } else {
            json.writeObjectFieldStart("table");
            writeName(table, json);
            json.writeEndObject();
        }
        writeNullable("drop", entry.drop(), json);
        writeTexts("roles", entry.roles(), json);
        json.writeEndObject();
    }

    private static void writeName(TableName name, JsonGenerator json) throws IOException {
        json.writeStringField("schema", name.schema());
        json.writeStringField("name", name.name());
    }

    private static void writeNullable(String name, @Nullable String text, JsonGenerator json) throws IOException {
        if (text == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, text);
        }
    }

    private static void writeTexts(String name, List<String> texts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}

package dev.coffer.backup.internal.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the members of a {@code manifest.json} whose bytes are the ones that were written, by whomever. */
final class ManifestReader {
    // Our own nest five deep; a type or a warning has a few hundred characters, a reason may quote a definition.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(1 << 20)
                    .maxNameLength(1 << 10)
                    .maxNumberLength(20)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern CONTENT_HASH = ID;

    private final Map<String, Object> single = new HashMap<>();
    private final List<FormatId> formats = new ArrayList<>();
    private final List<Manifest.Table> tables = new ArrayList<>();
    private final List<Manifest.File> files = new ArrayList<>();
    private final List<Skip> skips = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ManifestReader() {}

    static Manifest read(InputStream in) throws IOException {
        try (JsonParser json = JSON.createParser(in)) {
            return new ManifestReader().manifest(json);
        } catch (StreamConstraintsException e) {
            throw ManifestFile.damaged(
                    "the manifest is nested deeper, or has longer texts, than any that is written", e);
        } catch (JsonProcessingException e) {
            // Its message and so itself stay out, since they quote what was found.
            JsonLocation place = e.getLocation();
            throw ManifestFile.damaged("the manifest is not JSON of the form that a manifest has"
                    + (place == null ? "" : ": line " + place.getLineNr()));
        }
    }

    private Manifest manifest(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT || !"format".equals(json.nextFieldName())) {
            throw ManifestFile.damaged("the manifest does not begin with its format");
        }
        json.nextToken();
        requireKnown(Members.value(json));
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            member(name, json);
        }
        if (json.nextToken() != null) {
            throw ManifestFile.damaged("something follows after the manifest's end");
        }
        Manifest manifest = assembled();
        ManifestCheck.check(manifest);
        return manifest;
    }

    private static void requireKnown(Object format) {
        if (!(format instanceof Long version) || version < 1) {
            throw ManifestFile.damaged("the format of the backup is not a version");
        }
        if (version > ManifestFile.FORMAT) {
            throw Problem.of(
                            ErrorCode.UNKNOWN_FORMAT,
                            "the backup is of format " + version + ", this version of Coffer reads up to "
                                    + ManifestFile.FORMAT)
                    .file(ManifestFile.NAME)
                    .hint("read it with a newer version of Coffer")
                    .exception();
        }
    }

    private void member(String name, JsonParser json) throws IOException {
        switch (name) {
            case "formats" -> elements(json, members -> formats.add(format(members)));
            case "tables" -> elements(json, members -> tables.add(table(members)));
            case "files" -> elements(json, members -> files.add(file(members)));
            case "skips" ->
                elements(json, members -> skips.add(new Skip(members.text("object"), members.text("reason"))));
            case "warnings" -> warnings(json);
            default -> single.put(name, Members.value(json));
        }
    }

    private interface Element {
        void take(Members members);
    }

    private static void elements(JsonParser json, Element element) throws IOException {
        requireArray(json);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.take(Members.read(json));
        }
    }

    private void warnings(JsonParser json) throws IOException {
        requireArray(json);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (!(Members.value(json) instanceof String warning)) {
                throw ManifestFile.damaged("a warning is not text");
            }
            warnings.add(warning);
        }
    }

    private static void requireArray(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw ManifestFile.damaged("the member \"" + json.currentName() + "\" is not a list");
        }
    }

    private Manifest assembled() {
        Members members = Members.of(single);
        return new Manifest(
                members.text("library"),
                members.text("id", ID),
                server(members.object("server")),
                time(members, "snapshotTime"),
                members.optionalText("lsn"),
                members.optionalText("timeline"),
                time(members, "startedAt"),
                time(members, "finishedAt"),
                members.object("settings").texts(),
                List.copyOf(formats),
                List.copyOf(tables),
                List.copyOf(files),
                List.copyOf(skips),
                List.copyOf(warnings),
                lineage(members));
    }

    private static Manifest.@Nullable Lineage lineage(Members members) {
        if (!members.has("lineage")) {
            return null;
        }
        Members lineage = members.object("lineage");
        return new Manifest.Lineage(
                lineage.has("base") ? lineage.text("base", ID) : null,
                lineage.object("history").texts());
    }

    private static Instant time(Members members, String name) {
        try {
            return Instant.parse(members.text(name));
        } catch (DateTimeException e) {
            throw ManifestFile.damaged("the member \"" + name + "\" is not a time", e);
        }
    }

    private static ServerInfo server(Members server) {
        return new ServerInfo(
                server.text("version"),
                server.small("versionNumber"),
                server.text("database"),
                server.text("databaseId"),
                server.text("encoding"),
                server.text("localeProvider"),
                server.text("collate"),
                server.text("ctype"),
                server.optionalText("locale"),
                server.optionalText("collationVersion"),
                server.count("databaseBytes"));
    }

    private static FormatId format(Members format) {
        try {
            return new FormatId(format.text("name"), format.small("version"));
        } catch (IllegalArgumentException e) {
            throw ManifestFile.damaged("the name or the version of a format is not of its form", e);
        }
    }

    private static Manifest.Table table(Members table) {
        List<Column> columns = table.objects("columns").stream()
                .map(column -> new Column(column.text("name"), column.text("type"), column.count("typeOid")))
                .toList();
        TableData.Kind kind = null;
        for (TableData.Kind known : TableData.Kind.values()) {
            if (ManifestWriter.text(known).equals(table.text("kind"))) {
                kind = known;
            }
        }
        if (kind == null) {
            throw ManifestFile.damaged("the kind of a table is not one that this format has");
        }
        return new Manifest.Table(
                new TableName(table.text("schema"), table.text("name")),
                kind,
                columns,
                table.count("rows"),
                table.count("bytes"),
                table.text("contentHash", CONTENT_HASH),
                table.flag("partial"),
                table.optionalText("state"));
    }

    private static Manifest.File file(Members file) {
        Compression compression = null;
        for (Compression known : Compression.values()) {
            if (ManifestWriter.text(known).equals(file.text("compression"))) {
                compression = known;
            }
        }
        if (compression == null) {
            throw ManifestFile.damaged("the compression of a file is not one that this format has");
        }
        List<Manifest.Piece> pieces = file.numbers("pieces", 5).stream()
                .map(piece -> new Manifest.Piece(index(piece[0]), index(piece[1]), piece[2], piece[3], piece[4]))
                .toList();
        return new Manifest.File(
                file.text("name"),
                file.count("bytes"),
                file.text("sha256", SHA256),
                file.optionalText("format"),
                compression,
                pieces);
    }

    private static int index(long value) {
        if (value > Integer.MAX_VALUE) {
            throw ManifestFile.damaged("the number of a table or a part is too large");
        }
        return (int) value;
    }
}

package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatException;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.RightKind;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.backup.spi.Column;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link CatalogueDocument} writes and nothing else: no member may be missing, unknown or double, no value of another
 * type.
 */
final class CatalogueParser {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNameLength(64)
                    .maxNumberLength(24)
                    // The longest statement is a function; the server takes no more than 1 GB of text in one value.
                    .maxStringLength(256 * 1024 * 1024)
                    .build())
            .build();

    private final String file;

    CatalogueParser(String file) {
        this.file = file;
    }

    @FunctionalInterface
    private interface Element<T> {
        T read(JsonParser json) throws IOException;
    }

    Catalogue parse(byte[] document) {
        // Left to itself Jackson would take UTF-16 and UTF-32 as well.
        Reader utf8 = new InputStreamReader(new ByteArrayInputStream(document), UTF_8.newDecoder());
        try (JsonParser json = FACTORY.createParser(utf8)) {
            Catalogue catalogue = catalogue(json);
            if (json.nextToken() != null) {
                throw malformed(json, "something follows its end");
            }
            return catalogue;
        } catch (StreamConstraintsException e) {
            throw Problem.of(ErrorCode.LIMIT, "the catalogue document exceeds a limit: " + e.getOriginalMessage())
                    .file(file)
                    .hint("no version of this library writes such a file; do not restore from it")
                    .exception();
        } catch (JsonParseException e) {
            throw Problem.of(ErrorCode.MALFORMED, "the catalogue document is not JSON")
                    .file(file)
                    .line(e.getLocation() == null ? 0 : e.getLocation().getLineNr())
                    .hint("the file was changed or cut off; take another copy of the backup")
                    .exception();
        } catch (CharacterCodingException e) {
            throw Problem.of(ErrorCode.MALFORMED, "the catalogue document is not UTF-8")
                    .file(file)
                    .hint("the file was changed; take another copy of the backup")
                    .exception();
        } catch (IOException e) {
            throw Problem.of(ErrorCode.MALFORMED, "the catalogue document cannot be read")
                    .file(file)
                    .exception(e);
        }
    }

    private Catalogue catalogue(JsonParser json) throws IOException {
        Members members = new Members(json, json.nextToken());
        members.version();
        ServerInfo server = members.object("server", this::server);
        List<CatalogueTable> tables = members.list("tables", this::table);
        List<SchemaEntry> entries = members.list("entries", this::entry);
        List<SchemaEntry> rights = members.list("rights", this::entry);
        List<SequenceState> sequences = members.list("sequences", this::sequence);
        List<TableName> withoutRows = members.list("withoutRows", this::tableName);
        long largeObjects = members.number("largeObjects");
        List<Skip> skipped = members.list("skipped", this::skip);
        List<String> warnings = members.texts("warnings");
        members.end();
        checkEntries(entries, rights, json);
        return new Catalogue(server, tables, entries, rights, sequences, withoutRows, largeObjects, skipped, warnings);
    }

    private void checkEntries(List<SchemaEntry> entries, List<SchemaEntry> rights, JsonParser json) {
        Set<String> ids = new HashSet<>();
        Section before = Section.PRE_DATA;
        for (SchemaEntry entry : entries) {
            if (!ids.add(entry.id())) {
                throw malformed(json, "an entry stands in it twice");
            }
            if (entry.section().compareTo(before) < 0) {
                throw malformed(json, "a pre-data entry follows a post-data entry");
            }
            before = entry.section();
        }
        for (SchemaEntry right : rights) {
            if (RightKind.of(right).isEmpty() || !ids.add(right.id())) {
                throw malformed(json, "among the rights stands something else, or one stands there twice");
            }
        }
    }

    private ServerInfo server(JsonParser json) throws IOException {
        Members members = new Members(json, json.currentToken());
        ServerInfo server = new ServerInfo(
                members.text("version"),
                members.integer("versionNumber"),
                members.text("database"),
                members.text("databaseId"),
                members.text("encoding"),
                members.text("localeProvider"),
                members.text("collate"),
                members.text("ctype"),
                members.textOrNull("locale"),
                members.textOrNull("collationVersion"),
                members.number("databaseBytes"));
        members.end();
        return server;
    }

    private CatalogueTable table(JsonParser json) throws IOException {
        Members members = new Members(json, json.currentToken());
        TableName name = new TableName(members.text("schema"), members.text("name"));
        CatalogueTable table = new CatalogueTable(name, members.list("columns", this::column), members.texts("key"));
        members.end();
        return table;
    }

    private Column column(JsonParser json) throws IOException {
        Members members = new Members(json, json.currentToken());
        Column column = new Column(members.text("name"), members.text("type"), members.number("typeOid"));
        members.end();
        return column;
    }

    private SchemaEntry entry(JsonParser json) throws IOException {
        Members members = new Members(json, json.currentToken());
        SchemaEntry entry = new SchemaEntry(
                members.text("kind"),
                members.textOrNull("schema"),
                members.text("identity"),
                section(members.text("section"), json),
                members.texts("statements"),
                members.texts("dependsOn"),
                members.objectOrNull("table", this::tableName),
                members.textOrNull("drop"),
                members.texts("roles"));
        members.end();
        return entry;
    }

    private Section section(String text, JsonParser json) {
        for (Section section : Section.values()) {
            if (section.toString().equals(text)) {
                return section;
            }
        }
        throw malformed(json, "an entry has an unknown section");
    }

    private TableName tableName(JsonParser json) throws IOException {
        Members members = new Members(json, json.currentToken());
        TableName name = new TableName(members.text("schema"), members.text("name"));
        members.end();
        return name;
    }

    private SequenceState sequence(JsonParser json) throws IOException {
        Members members = new Members(json, json.currentToken());
        TableName name = new TableName(members.text("schema"), members.text("name"));
        SequenceState sequence = new SequenceState(name, members.number("lastValue"), members.flag("called"));
        members.end();
        return sequence;
    }

    private Skip skip(JsonParser json) throws IOException {
        Members members = new Members(json, json.currentToken());
        Skip skip = new Skip(members.text("object"), members.text("reason"));
        members.end();
        return skip;
    }

    private FormatException malformed(JsonParser json, String what) {
        return (FormatException)
                Problem.of(ErrorCode.MALFORMED, "the catalogue document is not as this library writes it: " + what)
                        .file(file)
                        .line(json.currentLocation().getLineNr())
                        .hint("the file was changed or cut off; take another copy of the backup")
                        .exception();
    }

    /** The members of one object, which must stand in the order in which they are written. */
    private final class Members {
        private final JsonParser json;

        Members(JsonParser json, @Nullable JsonToken token) {
            this.json = json;
            if (token != JsonToken.START_OBJECT) {
                throw malformed(json, "an object is missing");
            }
        }

        private JsonToken value(String name) throws IOException {
            if (json.nextToken() != JsonToken.FIELD_NAME || !json.currentName().equals(name)) {
                throw malformed(json, "member " + name + " is missing");
            }
            return json.nextToken();
        }

        void version() throws IOException {
            if (integer("version") != CatalogueDocument.VERSION) {
                throw Problem.of(
                                ErrorCode.UNKNOWN_FORMAT,
                                "the catalogue document is of a version that this library does not know")
                        .file(file)
                        .hint("use the version of the library that wrote the backup, or a newer one")
                        .exception();
            }
        }

        String text(String name) throws IOException {
            if (value(name) != JsonToken.VALUE_STRING) {
                throw malformed(json, "member " + name + " is not a text");
            }
            return json.getText();
        }

        @Nullable
        String textOrNull(String name) throws IOException {
            JsonToken token = value(name);
            if (token == JsonToken.VALUE_NULL) {
                return null;
            }
            if (token != JsonToken.VALUE_STRING) {
                throw malformed(json, "member " + name + " is not a text");
            }
            return json.getText();
        }

        long number(String name) throws IOException {
            if (value(name) != JsonToken.VALUE_NUMBER_INT
                    || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw malformed(json, "member " + name + " is not a whole number");
            }
            return json.getLongValue();
        }

        int integer(String name) throws IOException {
            long number = number(name);
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw malformed(json, "member " + name + " is out of range");
            }
            return (int) number;
        }

        boolean flag(String name) throws IOException {
            JsonToken token = value(name);
            if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                throw malformed(json, "member " + name + " is neither true nor false");
            }
            return token == JsonToken.VALUE_TRUE;
        }

        <T> T object(String name, Element<T> reader) throws IOException {
            value(name);
            return reader.read(json);
        }

        <T> @Nullable T objectOrNull(String name, Element<T> reader) throws IOException {
            return value(name) == JsonToken.VALUE_NULL ? null : reader.read(json);
        }

        <T> List<T> list(String name, Element<T> reader) throws IOException {
            if (value(name) != JsonToken.START_ARRAY) {
                throw malformed(json, "member " + name + " is not an array");
            }
            List<T> list = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                list.add(reader.read(json));
            }
            return list;
        }

        List<String> texts(String name) throws IOException {
            return list(name, element -> {
                if (element.currentToken() != JsonToken.VALUE_STRING) {
                    throw malformed(element, "an element of " + name + " is not a text");
                }
                return element.getText();
            });
        }

        void end() throws IOException {
            if (json.nextToken() != JsonToken.END_OBJECT) {
                throw malformed(json, "an object has a member that it must not have");
            }
        }
    }
}

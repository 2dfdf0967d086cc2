package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatException;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.backup.spi.Column;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueDocumentTest {
    private static final TableName HOSTILE = new TableName("a\"b\n\u202e", "*/ \\ $$ \uD83E\uDDEC");
    private static final Catalogue CATALOGUE = new Catalogue(
            new ServerInfo("15.19", 150019, "db", "7/5", "UTF8", "icu", "C", "C", "de-DE", "153.1", 1L << 40),
            List.of(
                    new CatalogueTable(HOSTILE, List.of(new Column("x", "integer", 23)), List.of("x")),
                    new CatalogueTable(new TableName("public", "none"), List.of(), List.of())),
            List.of(
                    new SchemaEntry(
                            "table",
                            "public",
                            "public.none",
                            Section.PRE_DATA,
                            List.of("CREATE TABLE", "b"),
                            List.of("schema public"),
                            HOSTILE,
                            null),
                    new SchemaEntry("event trigger", null, "e", Section.POST_DATA, List.of(), List.of(), null, "DROP")),
            List.of(new SchemaEntry(
                    "owner",
                    "public",
                    "TABLE public.none",
                    Section.POST_DATA,
                    List.of("ALTER TABLE"),
                    List.of("table public.none"),
                    HOSTILE,
                    null,
                    List.of("some \"role"))),
            List.of(new SequenceState(new TableName("public", "s"), Long.MIN_VALUE, false)),
            List.of(HOSTILE),
            3,
            List.of(new Skip("foreign table x", "why")),
            List.of("careful"));

    @Test
    void comesBackAsItWas() {
        byte[] document = CatalogueDocument.toBytes(CATALOGUE);
        assertThat(CatalogueDocument.parse(document, "schema.json")).isEqualTo(CATALOGUE);
        assertThat(CatalogueDocument.toBytes(CATALOGUE)).isEqualTo(document);
    }

    @Test
    @DisplayName("F15 refuses a document cut at any byte")
    void f15RefusesCutDocument() {
        byte[] document = CatalogueDocument.toBytes(CATALOGUE);
        for (int length = 0; length < document.length - 2; length++) {
            byte[] cut = Arrays.copyOf(document, length);
            assertThatThrownBy(() -> CatalogueDocument.parse(cut, "schema.json"))
                    .as("%s bytes", length)
                    .isInstanceOf(FormatException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"version\": \"1\"}",
                "{\"version\": 1.0}",
                "{\"version\": 1, \"version\": 1}",
                "{\"version\": 1, \"server\": []}",
                "{\"version\": 123456789012345678901}"
            })
    void refusesOtherDocuments(String document) {
        assertThatThrownBy(() -> CatalogueDocument.parse(document.getBytes(UTF_8), "schema.json"))
                .isInstanceOf(FormatException.class);
    }

    @Test
    void namesTheMemberThatIsMissing() {
        String changed = text().replace("\"largeObjects\"", "\"smallObjects\"");
        assertThatThrownBy(() -> CatalogueDocument.parse(changed.getBytes(UTF_8), "schema.json"))
                .hasMessage("the catalogue document is not as this library writes it: member largeObjects is missing"
                        + " (file schema.json, line 106)\n"
                        + "Hint: the file was changed or cut off; take another copy of the backup");
    }

    @Test
    void refusesNewerVersion() {
        String changed = text().replace("\"version\" : 1,", "\"version\" : 2,");
        assertThatThrownBy(() -> CatalogueDocument.parse(changed.getBytes(UTF_8), "schema.json"))
                .hasMessage("the catalogue document is of a version that this library does not know"
                        + " (file schema.json)\n"
                        + "Hint: use the version of the library that wrote the backup, or a newer one")
                .extracting(e -> ((FormatException) e).code())
                .isEqualTo(ErrorCode.UNKNOWN_FORMAT);
    }

    @Test
    void refusesWhatFollowsAndOtherEncodings() {
        assertThatThrownBy(() -> CatalogueDocument.parse((text() + "{}").getBytes(UTF_8), "f"))
                .isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> CatalogueDocument.parse(text().getBytes(UTF_16), "f"))
                .isInstanceOf(FormatException.class);
    }

    @Test
    @DisplayName("F44 refuses deep nesting and long numbers")
    void f44RefusesBombs() {
        assertThatThrownBy(() -> CatalogueDocument.parse("[".repeat(100_000).getBytes(UTF_8), "f"))
                .isInstanceOf(FormatException.class);
        assertThatThrownBy(() ->
                        CatalogueDocument.parse(("{\"version\": " + "1".repeat(100_000) + "}").getBytes(UTF_8), "f"))
                .isInstanceOf(FormatException.class)
                .extracting(e -> ((FormatException) e).code())
                .isEqualTo(ErrorCode.LIMIT);
    }

    private static String text() {
        return new String(CatalogueDocument.toBytes(CATALOGUE), UTF_8);
    }
}

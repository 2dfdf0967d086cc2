package dev.coffer.backup.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.TableName;
import dev.coffer.backup.contract.MemoryBackup;
import dev.coffer.backup.contract.SampleTable;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Contents;
import dev.coffer.backup.spi.TableData;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document as it stands on disk, and every way to damage it. */
class JsonDocumentTest {
    private static final SampleTable PROTEINS = new SampleTable(
            new TableName("public", "proteins"),
            List.of(
                    new Column("id", "integer", 23),
                    new Column("reviewed", "boolean", 16),
                    new Column("mass \"kDa\"", "numeric", 1700),
                    new Column("name", "text", 25)),
            List.of(
                    Arrays.asList("1", "t", "1e3", "a\"b\\c\nd\te\u0001 😀 é </script>"),
                    Arrays.asList("-2147483648", "f", "NaN", ""),
                    Arrays.asList(null, null, null, null)));
    private static final SampleTable EMPTY = SampleTable.ofTexts("empty", List.of("a"), List.of());
    private static final SampleTable NO_COLUMNS =
            SampleTable.ofTexts("no_columns", List.of(), List.of(List.of(), List.of()));

    @TempDir
    Path folder;

    @Test
    void writesOneRowOnALine() throws Exception {
        MemoryBackup backup = MemoryBackup.of(JsonTableExporter.create(), PROTEINS, EMPTY, NO_COLUMNS);

        String text = new String(backup.file("complete_backup.json"), UTF_8);

        assertThat(text).startsWith("""
                {"coffer":{"format":"json","version":1,"library":"0.0.0-memory","snapshot":"2025-10-12T14:16:56.123456Z"},
                "catalogue":{"server":{"version":"none"},
                "entries":[{"kind":"schema","nested":[[1],{"a":"é"}]}]}
                ,
                "tables":[
                {"schema":"public","name":"proteins","columns":[{"name":"id","type":"integer","oid":23},{"name":"reviewed",\
                "type":"boolean","oid":16},{"name":"mass \\"kDa\\"","type":"numeric","oid":1700},{"name":"name","type":"text",\
                "oid":25}],"rows":[
                {"id":1,"reviewed":true,"mass \\"kDa\\"":"1e3","name":"a\\"b\\\\c\\nd\\te\\u0001 😀 é </script>"},
                {"id":-2147483648,"reviewed":false,"mass \\"kDa\\"":"NaN","name":""},
                {"id":null,"reviewed":null,"mass \\"kDa\\"":null,"name":null}
                ]},
                {"schema":"public","name":"empty","columns":[{"name":"a","type":"text","oid":25}],"rows":[

                ]},
                {"schema":"public","name":"no_columns","columns":[],"rows":[
                {},
                {}
                ]}
                ],
                "trailer":{"tables":[
                {"schema":"public","name":"proteins","rows":3,"contentHash":\
                """);
        assertThat(text).endsWith("\"}}\n");
    }

    @Test
    void readsBackWhatItWroteInAnyNumberOfParts() throws Exception {
        for (JsonTableExporter exporter : List.of(
                JsonTableExporter.create(),
                JsonTableExporter.builder().gzip(true).build())) {
            for (int parts = 1; parts <= 5; parts++) {
                MemoryBackup backup = MemoryBackup.of(exporter, parts, PROTEINS, EMPTY, NO_COLUMNS);
                for (TableData table : backup.tables()) {
                    assertThat(backup.rows(JsonRestoreStrategy.create(), table))
                            .isEqualTo(backup.sample(table).rows());
                }
            }
        }
    }

    @Test
    void handsOverTheColumnsThatAreWantedInTheOrderThatIsWanted() throws Exception {
        MemoryBackup backup = MemoryBackup.of(JsonTableExporter.create(), PROTEINS);

        assertThat(backup.rows(JsonRestoreStrategy.create(), backup.tables().get(0), List.of("name", "id")))
                .element(1)
                .isEqualTo(List.of("", "-2147483648"));
    }

    @Test
    void describesAFileThatLiesAlone() throws Exception {
        for (JsonTableExporter exporter : List.of(
                JsonTableExporter.create(),
                JsonTableExporter.builder().gzip(true).build())) {
            MemoryBackup backup = MemoryBackup.of(exporter, PROTEINS, EMPTY, NO_COLUMNS);
            Contents contents = describe(backup.file(backup.fileNames().get(0))).orElseThrow();

            assertThat(new String(contents.catalogueDocument(), UTF_8) + "\n").isEqualTo("""
                    {"server":{"version":"none"},
                    "entries":[{"kind":"schema","nested":[[1],{"a":"é"}]}]}
                    """);
            assertThat(contents.tables())
                    .extracting(entry -> entry.totals().rows())
                    .containsExactly(3L, 0L, 2L);
            byte[] plain = MemoryBackup.of(JsonTableExporter.create(), PROTEINS, EMPTY, NO_COLUMNS)
                    .file("complete_backup.json");
            for (Contents.Entry entry : contents.tables()) {
                TableData table = backup.tables().get(entry.index());
                byte[] alone = Arrays.copyOfRange(plain, (int) entry.offset(), (int) (entry.offset() + entry.length()));
                assertThat(backup.withTableBytes(table, alone).rows(JsonRestoreStrategy.create(), table))
                        .isEqualTo(backup.sample(table).rows());
            }
        }
    }

    @Test
    @DisplayName("F15 a document that was cut off anywhere is refused or not recognised")
    void refusesEveryTruncation() throws Exception {
        byte[] whole =
                MemoryBackup.of(JsonTableExporter.create(), PROTEINS, EMPTY).file("complete_backup.json");
        // Only the line feed after the last brace may be missing: nothing of the document is.
        for (int length = 0; length < whole.length - 1; length++) {
            requireRefused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    @DisplayName("F15 a compressed document that was cut off anywhere is refused or not recognised")
    void refusesEveryTruncationOfACompressedDocument() throws Exception {
        byte[] whole = MemoryBackup.of(JsonTableExporter.builder().gzip(true).build(), PROTEINS, EMPTY)
                .file("complete_backup.json.gz");
        for (int length = 0; length < whole.length; length++) {
            requireRefused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    @DisplayName("F16 a flipped bit anywhere is refused or the file not recognised")
    void refusesEveryFlippedBit() throws Exception {
        byte[] whole =
                MemoryBackup.of(JsonTableExporter.create(), PROTEINS, EMPTY).file("complete_backup.json");
        for (int i = 0; i < whole.length - 1; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            requireRefused(damaged);
        }
    }

    @Test
    @DisplayName(
            "F16 a flipped bit in compressed data is refused; in a member's header it changes nothing that is read")
    void refusesFlippedBitsInCompressedData() throws Exception {
        byte[] whole = MemoryBackup.of(JsonTableExporter.builder().gzip(true).build(), PROTEINS, EMPTY)
                .file("complete_backup.json.gz");
        byte[] catalogue = describe(whole).orElseThrow().catalogueDocument();
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            try {
                Optional<Contents> contents = describe(damaged);
                contents.ifPresent(
                        found -> assertThat(found.catalogueDocument()).isEqualTo(catalogue));
            } catch (BackupException e) {
                requireTyped(e);
            }
        }
    }

    @Test
    @DisplayName("F18 trailing garbage, a second document and a second member are refused")
    void refusesWhatFollowsTheDocument() throws Exception {
        byte[] plain = MemoryBackup.of(JsonTableExporter.create(), PROTEINS).file("complete_backup.json");
        byte[] gzip = MemoryBackup.of(JsonTableExporter.builder().gzip(true).build(), PROTEINS)
                .file("complete_backup.json.gz");

        requireRefused(joined(plain, "x".getBytes(UTF_8)));
        requireRefused(joined(plain, plain));
        requireRefused(joined(gzip, "garbage".getBytes(UTF_8)));
        requireRefused(joined(gzip, new byte[100]));
        requireRefused(joined(gzip, gzip));
        requireRefused(joined(gzip, compressed("x".getBytes(UTF_8))));
    }

    @Test
    void readsADocumentThatWasCompressedByHand() throws Exception {
        byte[] plain = MemoryBackup.of(JsonTableExporter.create(), PROTEINS).file("complete_backup.json");

        assertThat(describe(compressed(plain))).isPresent();
    }

    @Test
    void refusesADocumentWhoseTrailerCountsOtherRows() throws Exception {
        String text =
                new String(MemoryBackup.of(JsonTableExporter.create(), PROTEINS).file("complete_backup.json"), UTF_8);

        assertThatThrownBy(
                        () -> describe(text.replace("\"rows\":3", "\"rows\":4").getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKSUM))
                .hasMessage("""
                        the document does not have the SHA-256 that its trailer gives (file loose.json)
                        Hint: the file was damaged or edited: take another copy of the backup, or where it was edited on purpose take its rows as they are with JsonRestoreStrategy.builder().acceptEdited()""");
    }

    @Test
    void leavesFilesOfOthersAlone() throws Exception {
        assertThat(describe("{\"a\":1}".getBytes(UTF_8))).isEmpty();
        assertThat(describe(compressed("{\"a\":1}".getBytes(UTF_8)))).isEmpty();
        assertThat(describe(new byte[0])).isEmpty();
        assertThat(JsonRestoreStrategy.create().describe(folder)).isEmpty();
    }

    @Test
    @DisplayName("F44 a row with a column twice, missing, unknown or of another kind is refused without its value")
    void refusesRowsThatDoNotFit() throws Exception {
        requireRow("{\"a\":\"secret\",\"a\":\"secret\",\"b\":1}", """
                a row has a column twice (table public.t, row 1, column a, file complete_backup.json)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRow("{\"a\":\"secret\"}", """
                a row lacks a column (table public.t, row 1, column b, file complete_backup.json)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRow("{\"a\":\"secret\",\"secret\":\"x\",\"b\":1}", """
                a row has a member that is no column of the table (table public.t, row 1, file complete_backup.json)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRow("{\"a\":4711,\"b\":1}", """
                a value of this column's type is a string or null, and another kind was found \
                (table public.t, row 1, column a, file complete_backup.json)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRow("{\"a\":\"secret\",\"b\":1.0}", """
                a value of this column's type is a whole number or null, and another kind was found \
                (table public.t, row 1, column b, file complete_backup.json)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRow("{\"a\":{\"secret\":1},\"b\":1}", """
                a value of this column's type is a string or null, and another kind was found \
                (table public.t, row 1, column a, file complete_backup.json)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRow("{\"a\":\"secret\\ud800\",\"b\":1}", """
                a value holds U+0000 or half of a surrogate pair \
                (table public.t, row 1, column a, file complete_backup.json)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRow("{\"a\":\"secret\\u0000\",\"b\":1}", """
                a value holds U+0000 or half of a surrogate pair \
                (table public.t, row 1, column a, file complete_backup.json)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRow("{\"a\":\"secret\",secret", """
                the file is not valid JSON (table public.t, row 1, file complete_backup.json)
                Hint: the file was damaged or edited: take another copy of the backup""");
    }

    @Test
    void acceptsMembersInAnotherOrder() throws Exception {
        MemoryBackup backup = withRow("{\"b\":7,\"a\":\"x\"}");

        assertThat(backup.rows(JsonRestoreStrategy.create(), backup.tables().get(0)))
                .containsExactly(List.of("x", "7"));
    }

    @Test
    @DisplayName("F44 values above the limit and deep nesting are refused")
    void holdsItsLimits() throws Exception {
        MemoryBackup large = withRow("{\"a\":\"" + "x".repeat(100_000) + "\",\"b\":1}");

        assertThatThrownBy(() -> large.rows(
                        JsonRestoreStrategy.builder().maxValueLength(50_000).build(),
                        large.tables().get(0)))
                .hasMessage("""
                        the document exceeds a limit that protects the reader \
                        (table public.t, row 1, file complete_backup.json)
                        Hint: a longer value is allowed by JsonRestoreStrategy.builder().maxValueLength(…)""");

        byte[] deep = ("{\"coffer\":{\"format\":\"json\",\"version\":1,\"x\":" + "[".repeat(100_000)).getBytes(UTF_8);
        assertThatThrownBy(() -> describe(deep))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT));
    }

    @Test
    void refusesANewerVersionOfTheFormat() {
        assertThatThrownBy(() -> describe("{\"coffer\":{\"format\":\"json\",\"version\":2}".getBytes(UTF_8)))
                .hasMessage("""
                        the document has another version of its format: 2 (file loose.json)
                        Hint: restore it with a newer version of the library; this one reads json 1""");
    }

    @Test
    @DisplayName("F17 the bytes of another table in the place of a table are refused")
    void refusesAnotherTable() throws Exception {
        MemoryBackup backup = MemoryBackup.of(JsonTableExporter.create(), PROTEINS, EMPTY);
        TableData empty = backup.tables().get(1);
        MemoryBackup swapped =
                backup.withTableBytes(empty, backup.tableBytes(backup.tables().get(0)));

        assertThatThrownBy(() -> swapped.rows(JsonRestoreStrategy.create(), empty))
                .hasMessage("""
                another table stands in the place of this one (table public.empty, file complete_backup.json)
                Hint: the file was damaged or edited: take another copy of the backup""");
    }

    @Test
    void refusesATableThatIsCutOffOrFollowedBySomething() throws Exception {
        MemoryBackup backup = MemoryBackup.of(JsonTableExporter.create(), PROTEINS);
        TableData table = backup.tables().get(0);
        byte[] whole = backup.tableBytes(table);
        int end = new String(whole, UTF_8).stripTrailing().getBytes(UTF_8).length;
        for (int length = 0; length < end; length++) {
            MemoryBackup cut = backup.withTableBytes(table, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> cut.rows(JsonRestoreStrategy.create(), table))
                    .isInstanceOfSatisfying(BackupException.class, JsonDocumentTest::requireTyped);
        }
        for (String rest : List.of("x", ",,", ",{}", " ".repeat(100) + "x")) {
            MemoryBackup longer = backup.withTableBytes(table, joined(whole, rest.getBytes(UTF_8)));
            assertThatThrownBy(() -> longer.rows(JsonRestoreStrategy.create(), table))
                    .hasMessage("""
                    something follows the table that does not belong to it \
                    (table public.proteins, file complete_backup.json)
                    Hint: the file was damaged or edited: take another copy of the backup""");
        }
    }

    @Test
    void showsItsSettings() {
        assertThat(JsonTableExporter.builder().gzip(true).build()).hasToString("JsonTableExporter[compression=GZIP]");
        assertThat(JsonRestoreStrategy.create()).hasToString("JsonRestoreStrategy[maxValueLength=1073741824]");
        assertThatThrownBy(() -> JsonRestoreStrategy.builder().maxValueLength(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("characters must be at least 1: 0");
    }

    private static void requireRow(String row, String message) throws Exception {
        MemoryBackup backup = withRow(row);
        assertThatThrownBy(() -> backup.rows(
                        JsonRestoreStrategy.create(), backup.tables().get(0)))
                .hasMessage(message)
                .hasNoCause();
    }

    private static MemoryBackup withRow(String row) throws Exception {
        SampleTable table = new SampleTable(
                new TableName("public", "t"),
                List.of(new Column("a", "text", 25), new Column("b", "smallint", 21)),
                List.of());
        MemoryBackup backup = MemoryBackup.of(JsonTableExporter.create(), table);
        TableData data = backup.tables().get(0);
        String bytes = new String(backup.tableBytes(data), UTF_8).replace("[\n\n]", "[\n" + row + "\n]");
        return backup.withTableBytes(data, bytes.getBytes(UTF_8));
    }

    private void requireRefused(byte[] bytes) throws Exception {
        try {
            assertThat(describe(bytes)).isEmpty();
        } catch (BackupException e) {
            requireTyped(e);
        }
    }

    private static void requireTyped(BackupException e) {
        assertThat(e.code())
                .isIn(
                        ErrorCode.MALFORMED,
                        ErrorCode.CHECKSUM,
                        ErrorCode.ROW_COUNT,
                        ErrorCode.UNKNOWN_FORMAT,
                        ErrorCode.LIMIT);
        assertThat(e.hint()).isNotNull();
        assertThat(e.getMessage()).doesNotContain("1e3");
    }

    private Optional<Contents> describe(byte[] bytes) throws Exception {
        return JsonRestoreStrategy.create().describe(Files.write(folder.resolve("loose.json"), bytes));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] compressed(byte[] bytes) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(file)) {
            out.write(bytes);
        }
        return file.toByteArray();
    }
}

package dev.coffer.backup.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.contract.MemoryBackup;
import dev.coffer.backup.contract.SampleTable;
import dev.coffer.backup.spi.TableData;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The files as they stand on disk, read back, and damaged. */
class CsvFilesTest {
    private static final SampleTable NASTY = SampleTable.ofTexts(
            "nasty",
            List.of("id", "name, \"quoted\""),
            List.of(
                    Arrays.asList("1", "plain"),
                    Arrays.asList("2", ""),
                    Arrays.asList("3", null),
                    Arrays.asList(null, "a,b"),
                    Arrays.asList("5", "say \"hi\"\r\nbye\rnow\n"),
                    Arrays.asList("6", " 😀\ufffe\uffff\u2028\u0085é\t\\N\\."),
                    Arrays.asList("7", "a\n\\.\nb"),
                    Arrays.asList("\ufeffx", "\u0001\u001f#")));
    private static final SampleTable ONE_COLUMN = SampleTable.ofTexts(
            "one_column",
            List.of("v"),
            List.of(Arrays.asList((String) null), List.of(""), List.of("\\."), List.of("x"), Arrays.asList((String)
                    null)));
    private static final SampleTable NO_COLUMNS =
            SampleTable.ofTexts("no_columns", List.of(), List.of(List.of(), List.of(), List.of()));
    private static final SampleTable EMPTY = SampleTable.ofTexts("empty", List.of("a", "b"), List.of());

    @Test
    void writesNothingForNullAndQuotesAnEmptyString() throws Exception {
        MemoryBackup backup = MemoryBackup.of(CsvTableExporter.create(), NASTY, ONE_COLUMN, NO_COLUMNS, EMPTY);

        assertThat(text(backup, "csv_exports/nasty.csv"))
                .isEqualTo("id,\"name, \"\"quoted\"\"\"\n1,plain\n2,\"\"\n3,\n,\"a,b\"\n"
                        + "5,\"say \"\"hi\"\"\r\nbye\rnow\n\"\n6, 😀\ufffe\uffff\u2028\u0085é\t\\N\\.\n7,\"a\n\\.\nb\"\n"
                        + "\ufeffx,\u0001\u001f#\n");
        assertThat(text(backup, "csv_exports/one_column.csv")).isEqualTo("v\n\n\"\"\n\"\\.\"\nx\n\n");
        assertThat(text(backup, "csv_exports/no_columns.csv")).isEqualTo("\n\n\n\n");
        assertThat(text(backup, "csv_exports/empty.csv")).isEqualTo("a,b\n");
    }

    @Test
    void writesForSpreadsheetsWithByteOrderMark() throws Exception {
        MemoryBackup backup = MemoryBackup.of(
                CsvTableExporter.builder()
                        .dialect(CsvDialect.excel().separator(';'))
                        .build(),
                ONE_COLUMN,
                EMPTY);

        assertThat(backup.fileNames()).containsExactly("csv_excel/empty.csv", "csv_excel/one_column.csv");
        assertThat(text(backup, "csv_excel/empty.csv")).isEqualTo("\ufeff\"a\";\"b\"\r\n");
        assertThat(text(backup, "csv_excel/one_column.csv"))
                .isEqualTo("\ufeff\"v\"\r\n\r\n\"\"\r\n\"\\.\"\r\n\"x\"\r\n\r\n");
    }

    @Test
    @DisplayName("F22 every dialect brings back NULL, empty strings, ends of lines and 4-byte characters")
    void readsBackWhatItWroteInAnyNumberOfParts() throws Exception {
        for (CsvDialect dialect : List.of(
                CsvDialect.postgresql(),
                CsvDialect.excel(),
                CsvDialect.excel().separator(';'),
                CsvDialect.excel().separator('\t'))) {
            for (int parts = 1; parts <= 4; parts++) {
                MemoryBackup backup = MemoryBackup.of(
                        CsvTableExporter.builder()
                                .dialect(dialect)
                                .gzip(parts == 2)
                                .build(),
                        parts,
                        NASTY,
                        ONE_COLUMN,
                        NO_COLUMNS,
                        EMPTY);
                for (TableData table : backup.tables()) {
                    assertThat(backup.rows(
                                    CsvRestoreStrategy.builder()
                                            .dialect(dialect)
                                            .build(),
                                    table))
                            .as(dialect + " " + table.name())
                            .isEqualTo(backup.sample(table).rows());
                }
            }
        }
    }

    @Test
    void carriesAnyTextThroughBuffersOfAnySize() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(List.of(text(random, random.nextInt(40)), text(random, 1 << random.nextInt(17))));
        }
        MemoryBackup backup = MemoryBackup.of(
                CsvTableExporter.create(), 3, SampleTable.ofTexts("random", List.of("a", "b"), new ArrayList<>(rows)));

        assertThat(backup.rows(CsvRestoreStrategy.create(), backup.tables().get(0)))
                .as("seed " + seed)
                .isEqualTo(rows);
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        boolean quotesOnly = random.nextInt(5) == 0;
        for (int i = 0; i < length; i++) {
            int point = switch (quotesOnly ? 0 : random.nextInt(4)) {
                case 0 -> "\"\n\r,;\\.".charAt(random.nextInt(7));
                case 1 -> 0xE000 + random.nextInt(0x2000);
                case 2 -> 0x10000 + random.nextInt(0x100000);
                default -> 1 + random.nextInt(0xFF);
            };
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    @Test
    void matchesColumnsByTheNamesInTheHeader() throws Exception {
        MemoryBackup backup = withBytes("b,a\n1,2\n");

        assertThat(backup.rows(CsvRestoreStrategy.create(), table(backup))).containsExactly(List.of("2", "1"));
        assertThat(backup.rows(CsvRestoreStrategy.create(), table(backup), List.of("b")))
                .containsExactly(List.of("1"));
    }

    @Test
    void takesEachRowOnceWhereRecordsAreNotAsTheyWereWritten() throws Exception {
        String large = "é".repeat(3_000_000);
        MemoryBackup backup = withBytes("a,b\n1,\"x\ny\"\n2,\n3,\"\"\"\"\r\n4," + large + "\n5,ü");

        assertThat(backup.rows(CsvRestoreStrategy.create(), table(backup)))
                .containsExactly(
                        List.of("1", "x\ny"),
                        Arrays.asList("2", null),
                        List.of("3", "\""),
                        List.of("4", large),
                        List.of("5", "ü"));
    }

    @Test
    void refusesAHeaderWithOtherColumns() throws Exception {
        for (String header : List.of("a\n", "a,c\n", "a,b,c\n", "a,a\n", "a;b\n", ",\n", "\n")) {
            requireRefused(header + "secret,secret\n", """
                    the header has %d columns that are not those of the table: a, b \
                    (table public.empty, file csv_exports/empty.csv, line 1)
                    Hint: if another dialect or separator was asked for when the backup was taken, give the strategy \
                    the same one""".formatted(header.split(",", -1).length));
        }
        requireRefused("", """
                the file has no header (table public.empty, file csv_exports/empty.csv, line 1)
                Hint: the file was damaged or edited: take another copy of the backup""");
    }

    @Test
    @DisplayName("F15 a record with another number of fields is refused with its line, and without its values")
    void refusesRecordsThatDoNotFit() throws Exception {
        requireRefused("a,b\n1,\"x\ny\"\nsecret\n", """
                the record has 1 fields and the table 2 columns \
                (table public.empty, row 2, file csv_exports/empty.csv, line 4)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRefused("a,b\n\n", """
                the record has 1 fields and the table 2 columns \
                (table public.empty, row 1, file csv_exports/empty.csv, line 2)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRefused("a,b\n1,2\n1,\"secret", """
                a quoted field does not end, or something follows its end \
                (table public.empty, row 2, file csv_exports/empty.csv, line 3)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRefused("a,b\n1,\"2\"secret\n", """
                a quoted field does not end, or something follows its end \
                (table public.empty, row 1, file csv_exports/empty.csv, line 2)
                Hint: the file was damaged or edited: take another copy of the backup""");
        requireRefused("a,b\n1,secret\u0000\n", """
                a value holds U+0000 (table public.empty, row 1, column b, file csv_exports/empty.csv, line 2)
                Hint: the file was damaged or edited: take another copy of the backup""");
    }

    @Test
    @DisplayName("F22 bytes that are not UTF-8 are refused, not replaced")
    void refusesBytesThatAreNotUtf8() throws Exception {
        MemoryBackup backup = withBytes("a,b\n1,\u00ff\n", ISO_8859_1);

        assertThatThrownBy(() -> backup.rows(CsvRestoreStrategy.create(), table(backup)))
                .hasMessageStartingWith("the file is not valid UTF-8 (table public.empty, ")
                .hasNoCause();
    }

    @Test
    void refusesALineThatIsNotEmptyInATableWithoutColumns() throws Exception {
        MemoryBackup backup = MemoryBackup.of(CsvTableExporter.create(), NO_COLUMNS);
        TableData table = table(backup);

        assertThatThrownBy(() -> backup.withTableBytes(table, "\n\nx\n".getBytes(UTF_8))
                        .rows(CsvRestoreStrategy.create(), table))
                .hasMessage("""
                        the table has no columns, and the line is not empty \
                        (table public.no_columns, row 2, file csv_exports/no_columns.csv, line 3)
                        Hint: the file was damaged or edited: take another copy of the backup""");
    }

    @Test
    @DisplayName("F44 a record above the limit is refused")
    void holdsItsLimit() throws Exception {
        MemoryBackup backup = withBytes("a,b\n1,\"" + "x".repeat(100_000));

        assertThatThrownBy(() -> backup.rows(
                        CsvRestoreStrategy.builder().maxRecordLength(50_000).build(), table(backup)))
                .hasMessage("""
                        a record exceeds the limit that protects the reader \
                        (table public.empty, row 1, file csv_exports/empty.csv, line 2)
                        Hint: a longer record is allowed by CsvRestoreStrategy.builder().maxRecordLength(…)""");
        MemoryBackup whole = withBytes("a,b\n1,\"" + "x".repeat(100_000) + "\"\n");
        assertThatThrownBy(() -> whole.rows(
                        CsvRestoreStrategy.builder().maxRecordLength(50_000).build(), table(whole)))
                .hasMessageStartingWith("a record exceeds the limit that protects the reader");
    }

    @Test
    void showsItsSettings() {
        assertThat(CsvTableExporter.create())
                .hasToString(
                        "CsvTableExporter[dialect=CsvDialect[name=postgresql, separator=,, byteOrderMark=false], compression=NONE]");
        assertThat(CsvTableExporter.create().format()).hasToString("csv 1");
        assertThat(CsvTableExporter.builder()
                        .dialect(CsvDialect.excel())
                        .build()
                        .format())
                .hasToString("csv-excel 1");
    }

    @Test
    void refusesDialectsThatCannotBeRead() {
        assertThatThrownBy(() -> CsvDialect.excel().separator('"'))
                .hasMessage("separator must be a comma, a semicolon, a tab or a vertical bar");
        assertThatThrownBy(() -> CsvDialect.postgresql().separator(';'))
                .hasMessage("the dialect postgresql has a comma and no byte order mark");
        assertThatThrownBy(() -> new CsvDialect("A/B", ',', true))
                .hasMessage("name must be 1 to 20 lower-case letters: A/B");
    }

    private static void requireRefused(String content, String message) throws Exception {
        MemoryBackup backup = withBytes(content);
        assertThatThrownBy(() -> backup.rows(CsvRestoreStrategy.create(), table(backup)))
                .hasMessage(message)
                .hasNoCause();
    }

    private static MemoryBackup withBytes(String content) throws Exception {
        return withBytes(content, UTF_8);
    }

    private static MemoryBackup withBytes(String content, Charset charset) throws Exception {
        MemoryBackup backup = MemoryBackup.of(CsvTableExporter.create(), EMPTY);
        return backup.withTableBytes(table(backup), content.getBytes(charset));
    }

    private static TableData table(MemoryBackup backup) {
        return backup.tables().get(0);
    }

    private static String text(MemoryBackup backup, String name) {
        return new String(backup.file(name), UTF_8);
    }
}

package dev.coffer.backup.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.contract.MemoryBackup;
import dev.coffer.backup.contract.SampleTable;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.TableData;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our bytes against those of PostgreSQL, and our script in the hands of psql. */
class ServerCsvTest {
    @TempDir
    Path folder;

    @Test
    void writesTheBytesThatTheServerWrites() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            for (int width : new int[] {0, 1, 2, 7}) {
                SampleTable table = random("width_" + width, width, random);
                fill(database, table);

                byte[] ours = MemoryBackup.of(CsvTableExporter.create(), 2, stored(database, table))
                        .file("csv_exports/table0.csv");

                assertThat(new String(ours, UTF_8))
                        .as("width " + width + ", seed " + seed)
                        .isEqualTo(new String(written(database, Quoting.table(table.name())), UTF_8));
            }
        }
    }

    private static SampleTable random(String name, int width, Random random) {
        String[] parts = {
            "\\.", "\\N", "", " ", ",", "\"", "\n", "\r", "\r\n", "\t", "\\", "a", "é", "😀", "'", ";", "NULL",
            "\u0001", "#"
        };
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            List<String> row = new ArrayList<>();
            for (int column = 0; column < width; column++) {
                row.add(
                        random.nextInt(8) == 0
                                ? null
                                : IntStream.range(0, random.nextInt(4))
                                        .mapToObj(n -> parts[random.nextInt(parts.length)])
                                        .collect(Collectors.joining()));
            }
            rows.add(row);
        }
        List<String> columns = IntStream.range(0, width)
                .mapToObj(i -> List.of("\\.", "a,b", "c\"d", "e\nf", "plain", " g ", "é😀")
                        .get(i))
                .toList();
        return SampleTable.ofTexts(name, columns, new ArrayList<>(rows));
    }

    private static void fill(TestDatabase database, SampleTable table) throws Exception {
        String name = Quoting.table(table.name());
        database.execute("CREATE TABLE " + name + " ("
                + table.columns().stream()
                        .map(column -> Quoting.name(column.name()) + " text")
                        .collect(Collectors.joining(", "))
                + ")");
        insert(database, table);
    }

    private static void insert(TestDatabase database, SampleTable table) throws Exception {
        String name = Quoting.table(table.name());
        int width = table.columns().size();
        String values = width == 0
                ? "DEFAULT VALUES"
                : "VALUES (" + String.join(", ", "?".repeat(width).split("")) + ")";
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO " + name + " " + values)) {
            connection.setAutoCommit(false);
            for (List<String> row : table.rows()) {
                for (int i = 0; i < width; i++) {
                    insert.setString(i + 1, row.get(i));
                }
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    /** The same table with its rows in the order in which the server has put them. */
    private static SampleTable stored(TestDatabase database, SampleTable table) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT * FROM " + Quoting.table(table.name()))) {
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= table.columns().size(); i++) {
                    row.add(found.getString(i));
                }
                rows.add(row);
            }
        }
        return new SampleTable(table.name(), table.columns(), new ArrayList<>(rows));
    }

    /** What the server itself writes, fetched through SQL since its files may belong to another user. */
    private static byte[] written(TestDatabase database, String table) {
        String file = database.server().dataDirectory() + "/" + database.name() + ".csv";
        database.execute("COPY " + table + " TO '" + file + "' (FORMAT csv, HEADER)");
        return HexFormat.of()
                .parseHex(database.query(
                        "SELECT pg_catalog.encode(pg_catalog.pg_read_binary_file('" + file + "'), 'hex')"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @EnabledIfClientTools("psql")
    @DisplayName("F30 P17 restore.sql loads hostile names and lines that psql takes for the end of the data")
    void loadsEverythingThroughPsql(boolean gzip) throws Exception {
        List<String> columns = List.of("plain", "a,b", "c\"d", "e\\!f;--", "$$", "*/", "\u00a0\u202e é😀", ":x :'y'");
        List<List<String>> rows = List.of(
                Arrays.asList("1", "a\n\\.\nb", null, "", "\\.", "\\N", "\t", "x\r\n\\.\r\ny"),
                Arrays.asList(null, null, null, null, null, null, null, null),
                Arrays.asList("\b\f\u000b\\", "\\t", "\"", ",", "'", "😀", ";", "\n"));
        List<SampleTable> tables = new ArrayList<>();
        for (String name : List.of(
                "plain",
                "\\! echo hacked",
                ";--",
                "\"",
                "$$",
                "*/",
                "it's \u00a0\u202e",
                "new\nline",
                "x\r\\! y",
                "é".repeat(31))) {
            tables.add(SampleTable.ofTexts(name, columns, new ArrayList<>(rows)));
        }
        tables.add(SampleTable.ofTexts("one", List.of("v"), List.of(Arrays.asList((String) null), List.of("\\."))));
        tables.add(SampleTable.ofTexts("none", List.of(), List.of(List.of(), List.of())));
        tables.add(SampleTable.ofTexts("none\n", List.of(), List.of(List.of(), List.of())));
        tables.add(SampleTable.ofTexts("columns", List.of("with\nbreak", "b"), List.of(List.of("1", "2"))));
        tables.add(SampleTable.ofTexts("empty", List.of("a"), List.of()));

        MemoryBackup backup =
                MemoryBackup.of(CsvTableExporter.builder().gzip(gzip).build(), tables.toArray(SampleTable[]::new));
        backup.writeTo(folder);

        try (TestDatabase expected = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            for (SampleTable table : tables) {
                fill(expected, table);
                fill(
                        target,
                        SampleTable.ofTexts(
                                table.name().name(),
                                table.columns().stream().map(c -> c.name()).toList(),
                                List.of()));
            }
            psql(target).requireSuccess();
            for (SampleTable table : tables) {
                String all = "SELECT pg_catalog.string_agg(t::text, '|' ORDER BY ctid) FROM "
                        + Quoting.table(table.name()) + " AS t";
                assertThat(target.query(all)).as(table.name().name()).isEqualTo(expected.query(all));
            }
        }
    }

    @Test
    @EnabledIfClientTools("psql")
    void leavesNothingBehindWhenAFileIsDamaged() throws Exception {
        SampleTable first = SampleTable.ofTexts("first", List.of("v"), List.of(List.of("1")));
        SampleTable second = SampleTable.ofTexts("second", List.of("v"), List.of(List.of("1")));
        MemoryBackup backup = MemoryBackup.of(CsvTableExporter.create(), first, second);
        backup.writeTo(folder);
        Files.writeString(folder.resolve("csv_exports/second.csv"), "v\n1,2,3\n");

        try (TestDatabase target = TestServer.newest().createDatabase()) {
            target.execute("CREATE TABLE first (v text)", "CREATE TABLE second (v text)");

            assertThat(psql(target).exitCode()).isEqualTo(3);
            assertThat(target.query("SELECT count(*) FROM first")).isEqualTo("0");
        }
    }

    private ToolResult psql(TestDatabase target) {
        ProcessBuilder builder = new ProcessBuilder(
                        ClientTools.require("psql").toString(),
                        "-X",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-1",
                        "-d",
                        target.uri(),
                        "-f",
                        "restore.sql")
                .directory(folder.toFile());
        return ClientTools.run(InputStream.nullInputStream(), builder);
    }

    @Test
    @EnabledIfClientTools("psql")
    void restoresLargeObjectsThroughPsql() throws Exception {
        SampleTable objects = new SampleTable(
                TableData.LARGE_OBJECTS_NAME,
                List.of(
                        new Column("number", "oid", 26),
                        new Column("offset", "bigint", 20),
                        new Column("bytes", "bytea", 17)),
                List.of(List.of("4711", "0", "\\x0001"), List.of("4711", "2", "\\xff"), List.of("4712", "0", "\\x")));
        MemoryBackup backup = MemoryBackup.of(CsvTableExporter.create(), objects);
        assertThat(backup.fileNames()).containsExactly("large_objects.csv", "restore.sql");
        backup.writeTo(folder);

        try (TestDatabase target = TestServer.newest().createDatabase()) {
            psql(target).requireSuccess();

            assertThat(target.query("SELECT lo_get(4711)::text || lo_get(4712)::text"))
                    .isEqualTo("\\x0001ff\\x");
        }
    }
}

package dev.coffer.backup.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.TableName;
import dev.coffer.backup.contract.MemoryBackup;
import dev.coffer.backup.contract.SampleTable;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.TableData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read as bytes, and what is left to Jackson. */
class PlainObjectsTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("id", "integer", 23),
            new Column("a \"\\\n\u0001é", "text", 25),
            new Column("yes", "boolean", 16),
            new Column("b", "jsonb", 3802));

    @Test
    void readsAllThatIsWrittenHowEverItArrives() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            rows.add(Arrays.asList(
                    i % 5 == 0 ? null : String.valueOf(random.nextInt()),
                    text(random, i == 500 ? 200_000 : random.nextInt(40)),
                    random.nextBoolean() ? "t" : "f",
                    i % 7 == 0 ? null : text(random, random.nextInt(500))));
        }
        MemoryBackup backup = backup(rows);
        byte[] bytes = backup.tableBytes(backup.tables().get(0));

        for (int most : new int[] {1 << 20, 1_000, 7}) {
            Read read = read(backup.tables().get(0), in(bytes, most));
            assertThat(read.rows()).as("seed " + seed).isEqualTo(rows);
            assertThat(read.ended()).as("seed " + seed).isTrue();
        }
    }

    @Test
    void readsATableWithoutRows() throws Exception {
        MemoryBackup backup = backup(List.of());
        TableData table = backup.tables().get(0);

        assertThat(read(table, in(backup.tableBytes(table), 1_000))).isEqualTo(new Read(List.of(), true));
    }

    /** Each is JSON with the same rows, and not as we write it. */
    @Test
    void leavesToJacksonWhatWasWrittenOtherwise() throws Exception {
        List<List<@Nullable String>> rows = List.of(
                List.of("1", "first", "t", "/"),
                List.of("2", "é\u0001", "f", "{\"k\": \"v\"}"),
                Arrays.asList("3", "last", null, null));
        MemoryBackup backup = backup(rows);
        TableData table = backup.tables().get(0);
        String text = new String(backup.tableBytes(table), UTF_8);
        for (String[] change : new String[][] {
            {"\"id\":2", "\"id\": 2"},
            {"\"é\\u0001\"", "\"\\u00e9\\u0001\""},
            {"\\u0001\",\"yes\"", "\\u0001\", \"yes\""},
            {"{\\\"k", "\\u007b\\\"k"},
            {"\"id\":2,", ""},
            {"\n]}", "]}"},
            {"\"rows\":[\n", "\"rows\":["},
        }) {
            String changed = text.replace(change[0], change[1]);
            if (change[1].isEmpty()) {
                changed = changed.replace("v\\\"}\"}", "v\\\"}\",\"id\":2}");
            }
            assertThat(changed).isNotEqualTo(text);

            Read read = read(table, in(changed.getBytes(UTF_8), 1_000));

            assertThat(read.ended()).as(change[1]).isFalse();
            assertThat(read.rows())
                    .as(change[1])
                    .isEqualTo(rows.subList(0, read.rows().size()));
            assertThat(backup.withTableBytes(table, changed.getBytes(UTF_8)).rows(JsonRestoreStrategy.create(), table))
                    .as(change[1])
                    .isEqualTo(rows);
        }
    }

    /** None of them is JSON, or text that PostgreSQL can hold; Jackson says what it is. */
    @Test
    void endsAtWhatIsDamaged() throws Exception {
        MemoryBackup backup = backup(List.of(List.of("1", "first", "t", "b"), List.of("2", "second", "f", "b")));
        TableData table = backup.tables().get(0);
        byte[] whole = backup.tableBytes(table);
        for (int length = 0; length < whole.length - 1; length++) {
            assertThat(read(table, in(Arrays.copyOf(whole, length), 1_000)).ended())
                    .as("of %s bytes", length)
                    .isFalse();
        }
        String text = new String(whole, UTF_8);
        for (String damaged : List.of("\u0000", "\n", "\\u0000", "\\x", "\\u00zz", "\\ud83d", "\"")) {
            assertThat(read(table, in(text.replace("second", damaged).getBytes(UTF_8), 1_000)))
                    .as(damaged)
                    .isEqualTo(new Read(List.of(List.of("1", "first", "t", "b")), false));
        }
        byte[] halfACharacter = whole.clone();
        halfACharacter[text.indexOf("second")] = (byte) 0xC3;
        assertThat(read(table, in(halfACharacter, 1_000)).rows()).hasSize(1);
    }

    private record Read(List<List<@Nullable String>> rows, boolean ended) {}

    private static Read read(TableData table, InputStream in) throws IOException {
        List<String> names = COLUMNS.stream().map(Column::name).toList();
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (PlainObjects plain = new PlainObjects(in, table, names, 1 << 30)) {
            while (plain.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 0; i < plain.size(); i++) {
                    row.add(plain.isNull(i) ? null : plain.text(i));
                }
                rows.add(row);
            }
            return new Read(rows, plain.ended());
        }
    }

    /** A stream that never gives more than so many bytes at once. */
    private static InputStream in(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, most));
            }
        };
    }

    private static MemoryBackup backup(List<List<@Nullable String>> rows) throws Exception {
        return MemoryBackup.of(
                JsonTableExporter.create(), new SampleTable(new TableName("public", "t"), COLUMNS, rows));
    }

    private static String text(Random random, int length) {
        int special = random.nextInt(30) + 1;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int any = random.nextInt(special) > 0 ? 'a' + random.nextInt(26) : 1 + random.nextInt(0x900);
            text.appendCodePoint(random.nextInt(100) == 0 ? 0x1F600 : any);
        }
        return text.toString();
    }
}

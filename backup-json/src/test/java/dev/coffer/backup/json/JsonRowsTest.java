package dev.coffer.backup.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.RowBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonRowsTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("id", "integer", 23),
            new Column("a \"\\\n\u0001é", "text", 25),
            new Column("yes", "boolean", 16),
            new Column("b", "jsonb", 3802));

    /** Every byte of ASCII, and others, at every distance from where eight bytes begin. */
    @Test
    void writesWhatJacksonWrites() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        JsonRows rows = new JsonRows(COLUMNS, ours);
        RowBuilder row = new RowBuilder(COLUMNS.size());
        try (JsonGenerator json = JsonLayout.writing().createGenerator(theirs)) {
            for (int i = 0; i < 2_000; i++) {
                String id = String.valueOf(random.nextInt());
                String a = text(random, i == 1_000 ? 300_000 : random.nextInt(40));
                String b = text(random, random.nextInt(3_000));
                boolean yes = random.nextBoolean();
                row.clear();
                set(row, 0, id);
                set(row, 1, a);
                set(row, 2, yes ? "t" : "f");
                if (i % 7 > 0) {
                    set(row, 3, b);
                }
                rows.row(row);
                json.writeStartObject();
                json.writeFieldName(COLUMNS.get(0).name());
                json.writeNumber(Integer.parseInt(id));
                json.writeStringField(COLUMNS.get(1).name(), a);
                json.writeBooleanField(COLUMNS.get(2).name(), yes);
                json.writeStringField(COLUMNS.get(3).name(), i % 7 > 0 ? b : null);
                json.writeEndObject();
            }
        }
        rows.end();
        assertThat(ours.toByteArray()).as("seed " + seed).isEqualTo(theirs.toByteArray());
    }

    @Test
    void writesRowsWithoutColumns() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonRows rows = new JsonRows(List.of(), bytes);
        rows.row(new RowBuilder(0));
        rows.row(new RowBuilder(0));
        rows.end();
        assertThat(bytes).hasToString("{},\n{}");
    }

    private static void set(RowBuilder row, int field, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        row.set(field, bytes, 0, bytes.length);
    }

    private static String text(Random random, int length) {
        int special = random.nextInt(30) + 1;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(
                    random.nextInt(special) > 0
                            ? (char) ('a' + random.nextInt(26))
                            : (char) (random.nextBoolean() ? random.nextInt(0x80) : 0x80 + random.nextInt(0x800)));
        }
        return text.toString();
    }
}

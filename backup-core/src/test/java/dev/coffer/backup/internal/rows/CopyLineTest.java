package dev.coffer.backup.internal.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopyLineTest {
    @Test
    void readsPlainFieldsWhereTheyStand() {
        byte[] line = "..1\tab\t\tc..".getBytes(UTF_8);
        CopyLine row = new CopyLine(4);
        row.decode(line, 2, line.length - 4);
        assertThat(Bytes.texts(row)).containsExactly("1", "ab", "", "c");
        assertThat(row.buffer()).isSameAs(line);
    }

    @Test
    void nullAloneDoesNotCostACopy() {
        byte[] line = "\\N\tab\t\\N\t\\N".getBytes(UTF_8);
        CopyLine row = new CopyLine(4);
        row.decode(line, 0, line.length);
        assertThat(Bytes.texts(row)).containsExactly(null, "ab", null, null);
        assertThat(row.buffer()).isSameAs(line);
    }

    @Test
    void undoesEveryEscape() {
        assertThat(decode(1, "\\b\\f\\n\\r\\t\\v\\\\")).containsExactly("\b\f\n\r\t\u000b\\");
        assertThat(decode(1, "\\101\\60x\\x41\\x4g\\xg\\q\\")).containsExactly("A0xA\u0004gxgq");
        assertThat(decode(5, "\\\\N\t\\Nx\t\\N\t\\\\\t")).containsExactly("\\N", "Nx", null, "\\", "");
        assertThat(decode(3, "\\n\t\\N\t\\N")).containsExactly("\n", null, null);
        assertThat(decode(2, "\\n\t\\N")).containsExactly("\n", null);
        assertThat(decode(3, "\\n\t\\N\t")).containsExactly("\n", null, "");
    }

    @Test
    void tellsNoFieldFromOneEmptyField() {
        assertThat(decode(0, "")).isEmpty();
        assertThat(decode(1, "")).containsExactly("");
    }

    @Test
    void refusesAnotherNumberOfFields() {
        assertThatThrownBy(() -> decode(2, "a\tb\tc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the row has 3 fields instead of 2");
        assertThatThrownBy(() -> decode(0, "a")).hasMessage("the row has 1 fields instead of 0");
    }

    @Test
    void givesBackWhatTheBufferEncoded() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        CopyLine line = new CopyLine(4);
        CopyTextBuffer buffer = new CopyTextBuffer();
        for (int i = 0; i < 20_000; i++) {
            List<@Nullable String> row = Bytes.nastyRow(random, 4);
            if (random.nextInt(10) == 0) {
                buffer.clear();
            }
            buffer.append(Bytes.row(row));
            line.decode(buffer.bytes(), buffer.lastLine(), buffer.length() - 1 - buffer.lastLine());
            assertThat(Bytes.texts(line)).as("seed %d, row %d", seed, i).isEqualTo(row);
        }
    }

    private static List<@Nullable String> decode(int fields, String text) {
        byte[] line = text.getBytes(UTF_8);
        byte[] before = line.clone();
        CopyLine row = new CopyLine(fields);
        row.decode(line, 0, line.length);
        assertThat(Arrays.equals(line, before)).isTrue();
        return Bytes.texts(row);
    }
}

package dev.coffer.backup.internal.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompositeLineTest {
    @Test
    void readsPlainAndQuotedFields() {
        assertThat(decode(5, "(1,\"a b\",,\"\",x)")).containsExactly("1", "a b", null, "", "x");
        assertThat(decode(3, "(\"a\"\"b\",\"c\\\\d\",)")).containsExactly("a\"b", "c\\d", null);
        assertThat(decode(2, "(\"\"\"\",\"\\\\\")")).containsExactly("\"", "\\");
        assertThat(decode(2, "(\",\",\")\")")).containsExactly(",", ")");
    }

    @Test
    void tellsNoFieldFromOneThatIsNull() {
        assertThat(decode(0, "()")).isEmpty();
        assertThat(decode(1, "()")).containsExactly((String) null);
        assertThat(decode(2, "(,)")).containsExactly(null, null);
        assertThat(decode(1, "(\"\")")).containsExactly("");
    }

    @Test
    void refusesWhatIsNoRecord() {
        assertThatThrownBy(() -> decode(1, "a")).hasMessage("a record does not stand in parentheses");
        assertThatThrownBy(() -> decode(1, "(\"a)")).hasMessage("a quoted field of a record does not end");
        assertThatThrownBy(() -> decode(1, "(\"a\"b)"))
                .hasMessage("a quoted field of a record is followed by something");
        assertThatThrownBy(() -> decode(3, "(1,2)")).hasMessage("the row has 2 fields instead of 3");
    }

    private static List<@Nullable String> decode(int fields, String text) {
        byte[] record = ("<" + text + ">").getBytes(UTF_8);
        CompositeLine row = new CompositeLine(fields);
        row.decode(record, 1, record.length - 2);
        return Bytes.texts(row);
    }
}

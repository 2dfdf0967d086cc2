package dev.coffer.backup.internal.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.spi.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rows made of strings, and strings that are hard on a text format. */
final class Bytes {
    private static final String[] NASTY = {
        "", "\\", "\\N", "\\.", "N", "\"", "\"\"", ",", "(", ")", "()", "\t", "\n", "\r", "\r\n", "\b", "\f", "\u000b",
        "\u0001", "\u001f", "\u007f", " ", "  ", "\u00a0", "ß", "İ", "ı", "𝄞", "\\t", "\\x41", "\\101", "\\\\", "a\\",
        "{}", "NULL", "null"
    };

    private Bytes() {}

    static String nasty(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(random.nextInt(3) == 0 ? "plain" : NASTY[random.nextInt(NASTY.length)]);
        }
        return text.toString();
    }

    static List<@Nullable String> nastyRow(Random random, int fields) {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            row.add(random.nextInt(6) == 0 ? null : nasty(random));
        }
        return row;
    }

    static List<@Nullable String> texts(Row row) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            texts.add(row.isNull(i) ? null : row.text(i));
        }
        return texts;
    }

    static Row row(List<@Nullable String> texts) {
        StringBuilder all = new StringBuilder();
        int[] offsets = new int[texts.size()];
        int[] lengths = new int[texts.size()];
        for (int i = 0; i < offsets.length; i++) {
            String text = texts.get(i);
            offsets[i] = all.toString().getBytes(UTF_8).length;
            lengths[i] = text == null ? -1 : text.getBytes(UTF_8).length;
            all.append(text == null ? "" : text);
        }
        byte[] buffer = all.toString().getBytes(UTF_8);
        return new Row() {
            @Override
            public int size() {
                return offsets.length;
            }

            @Override
            public boolean isNull(int field) {
                return lengths[field] < 0;
            }

            @Override
            public byte[] buffer() {
                return buffer;
            }

            @Override
            public int offset(int field) {
                return offsets[field];
            }

            @Override
            public int length(int field) {
                return lengths[field];
            }
        };
    }
}

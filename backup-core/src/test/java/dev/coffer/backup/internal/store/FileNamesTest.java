package dev.coffer.backup.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.TableName;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    private static final int NAMES = 10_000;
    private static final int LONGEST_IDENTIFIER = 63;
    private static final List<String> PIECES = List.of(
            "a", "b", "A", "B", "users", "Users", "i", "I", "ı", "İ", "ß", "SS", "é", "e\u0301", "Å", "A\u030a",
            "\u212b", "ﬀ", "日本", "😀", "\u202e", "\u00a0", "\u200b", "\u0001", "\n", "\r", "\t", " ", ".", "..", "/",
            "\\", ":", "*", "?", "\"", "<", ">", "|", "%", "%2E", "%41", "~", "-", "_", "'", "`", "$", "&", ";", "con",
            "CON", "nul", "com1", "prn", "0", "public", "#");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "public, proteins, proteins",
                "public, interaction_types-2, interaction_types-2",
                "legacy, rental, legacy.rental",
                "public, Users, Users~b83745e3",
                "public, a.b, a%2Eb~b2804e74",
                "public, ``, ~00329e5a",
                "con, x, %63on.x~666b04f7",
                "public, nul, %6Eul~a6d93c61",
                "public, LPT1, %4CPT1~",
                "public, conx, conx",
                "Public, x, Public.x~"
            })
    void namesAreReadableAndTheSameForEver(String schema, String name, String file) {
        assertThat(FileNames.of(new TableName(schema, name))).startsWith(file);
    }

    @Test
    void cutsLongNamesBetweenEscapes() {
        String name = "é".repeat(LONGEST_IDENTIFIER);

        assertThat(FileNames.of(new TableName("public", name))).matches("(%C3%A9){16}%C3~[0-9a-f]{8}");
        assertThat(FileNames.of(new TableName("a".repeat(63), "b".repeat(63)))).matches("a{63}\\.b{36}~[0-9a-f]{8}");
    }

    @Test
    void f13HostileNamesNeverCollide() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<TableName> tables = new HashSet<>();
        while (tables.size() < NAMES) {
            tables.add(new TableName(random.nextInt(3) > 0 ? "public" : identifier(random), identifier(random)));
        }

        Map<String, TableName> taken = new HashMap<>();
        for (TableName table : tables) {
            String file = FileNames.of(table) + ".csv.gz";

            assertThat(FileNames.isSafe(file))
                    .as("%s of %s, seed %d", file, table, seed)
                    .isTrue();
            assertThat(file.getBytes(UTF_8).length).isLessThanOrEqualTo(120);
            String folded = Normalizer.normalize(file, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
            TableName other = taken.put(folded, table);
            assertThat(other)
                    .as("has the file name of %s, seed %d", table, seed)
                    .isNull();
            assertThat(FileNames.of(new TableName(table.schema(), table.name())))
                    .isEqualTo(FileNames.of(table));
        }
    }

    private static String identifier(Random random) {
        StringBuilder name = new StringBuilder();
        int pieces = 1 + random.nextInt(random.nextInt(10) == 0 ? LONGEST_IDENTIFIER : 4);
        for (int i = 0; i < pieces; i++) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            if (name.toString().getBytes(UTF_8).length + piece.getBytes(UTF_8).length <= LONGEST_IDENTIFIER) {
                name.append(piece);
            }
        }
        return name.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../manifest.json",
                "csv_exports/../../x",
                "/etc/passwd",
                "//host/share",
                "a//b",
                "a/",
                "csv_exports/./x",
                "C:\\x",
                "C:x",
                "a\\b",
                "a:stream",
                "nul",
                "csv_exports/CON.csv",
                "x.",
                ".lock",
                ".spool/0",
                "a b",
                "a\u0000",
                "a\n",
                "é",
                "a/b/c/d/e"
            })
    void f40NamesThatCouldMeanAnythingElseAreNotSafe(String name) {
        assertThat(FileNames.isSafe(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete_backup.json.gz", "csv_exports/Users~b83745e3.csv", "BACKUP_INFO.txt", "a/b/c/d"})
    void namesOfOurOwnAreSafe(String name) {
        assertThat(FileNames.isSafe(name)).isTrue();
    }

    @Test
    void showsForeignNamesWithoutControlCharacters() {
        assertThat(FileNames.printable("a\n\u202eb\\\"é")).isEqualTo("a\\u{A}\\u{202E}b\\u{5C}\"\\u{E9}");
    }
}

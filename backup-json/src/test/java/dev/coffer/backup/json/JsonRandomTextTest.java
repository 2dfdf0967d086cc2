package dev.coffer.backup.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.contract.MemoryBackup;
import dev.coffer.backup.contract.SampleTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that no list would hold, in values short and long. */
class JsonRandomTextTest {
    @TempDir
    Path folder;

    @Test
    void carriesAnyTextThroughBuffersOfAnySize() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(List.of(text(random, random.nextInt(40)), text(random, 1 << random.nextInt(16))));
        }
        MemoryBackup backup = MemoryBackup.of(
                JsonTableExporter.create(), 3, SampleTable.ofTexts("random", List.of("a", "b"), new ArrayList<>(rows)));

        assertThat(backup.rows(JsonRestoreStrategy.create(), backup.tables().get(0)))
                .as("seed " + seed)
                .isEqualTo(rows);
        Path file = Files.write(folder.resolve("loose.json"), backup.file("complete_backup.json"));
        assertThat(JsonRestoreStrategy.create().describe(file))
                .as("seed " + seed)
                .isPresent();
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int point = switch (random.nextInt(6)) {
                case 0 -> 1 + random.nextInt(0x7F);
                case 1 -> "\"\\/\n\r\t\u007f\u2028\ufffe\uffff".charAt(random.nextInt(10));
                case 2 -> 0x80 + random.nextInt(0x700);
                case 3 -> 0xE000 + random.nextInt(0x2000);
                case 4 -> 0x10000 + random.nextInt(0x100000);
                default -> 'a';
            };
            text.appendCodePoint(point);
        }
        return text.toString();
    }
}

package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.backup.spi.Compression;
import dev.coffer.testsupport.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table so large that several connections read it, each a range of its pages. */
class SplitTableTest {
    private static final Pattern PIECES = Pattern.compile("\"pieces\": \\[(.*?)]\\s*}", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void partsMakeTheSameBytesAsOneReadingOfTheWhole() throws IOException {
        try (TestDatabase source = Databases.server().createDatabase()) {
            // 70 MB that neither compress nor leave the table's own pages.
            source.execute(
                    "CREATE TABLE large (id bigint, body text)",
                    "INSERT INTO large SELECT g, (SELECT string_agg(md5(g::text || i), ',') FROM generate_series(1, 56) i)"
                            + " FROM generate_series(1, 38000) g",
                    "DELETE FROM large WHERE id % 7 = 0");
            Path whole = backUp(source, "whole", 1);
            Path parts = backUp(source, "parts", 4);

            assertThat(pieces(whole)).isEqualTo(1);
            assertThat(pieces(parts)).isGreaterThan(1);
            assertThat(parts.resolve("csv_exports/large.csv"))
                    .hasSameBinaryContentAs(whole.resolve("csv_exports/large.csv"));
            try (InputStream one = Compression.ZSTD.decompress(json(whole), "whole");
                    InputStream other = Compression.ZSTD.decompress(json(parts), "parts")) {
                // Only what is said of the run differs: its time before the rows, the digest of all after them.
                assertThat(rows(other)).isEqualTo(rows(one));
            }
            assertThat(Backup.open(parts).verify().faults()).isEmpty();
        }
    }

    private Path backUp(TestDatabase source, String name, int connections) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(
                        JsonTableExporter.builder()
                                .compression(Compression.ZSTD)
                                .build(),
                        CsvTableExporter.create())
                .connections(connections)
                .to(folder.resolve(name))
                .build()
                .run()
                .directory();
    }

    private static InputStream json(Path backup) throws IOException {
        return Files.newInputStream(backup.resolve("complete_backup.json.zst"));
    }

    private static String rows(InputStream document) throws IOException {
        String text = new String(document.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return text.substring(text.indexOf("\"tables\":[\n"), text.lastIndexOf("\"sha256\""));
    }

    /** In how many pieces the CSV file lies. */
    private static long pieces(Path backup) throws IOException {
        String manifest = Files.readString(backup.resolve("manifest.json"));
        Matcher pieces = PIECES.matcher(manifest.substring(manifest.indexOf("\"csv_exports/large.csv\"")));
        assertThat(pieces.find()).isTrue();
        return pieces.group(1).chars().filter(c -> c == '[').count();
    }
}

package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedShellTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("F06 a backup that is told to stop removes what it has begun, and says so")
    void removesWhatItHasBegun() throws Exception {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute("CREATE TABLE big AS SELECT n, repeat(md5(n::text), 20) AS body"
                    + " FROM generate_series(1, 400000) n");
            Process backup = Shell.builder(Map.of("POSTGRES_URL", database.uri()), "backup", "--to", folder.toString())
                    .start();
            try (BufferedReader errors = backup.errorReader()) {
                String line = errors.readLine();
                while (line != null && !line.equals("rows")) {
                    line = errors.readLine();
                }
                assertThat(line).isEqualTo("rows");
                assertThat(written()).anyMatch(name -> name.endsWith(".partial"));

                backup.toHandle().destroy(); // the process itself would close its output too

                assertThat(backup.waitFor(9, TimeUnit.SECONDS)).isTrue();
                assertThat(errors.lines()).contains("Hint: run it again; nothing of this run is kept");
            } finally {
                backup.destroyForcibly();
            }
            assertThat(backup.exitValue()).isNotZero();
            assertThat(written()).isEmpty();
        }
    }

    private Stream<String> written() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(path -> path.getFileName().toString()).toList().stream();
        }
    }
}

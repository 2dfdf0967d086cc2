package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.examples.DatabaseFingerprint;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The one jar that users of the shell run, on a server of the newest version. */
class JarTest {
    @TempDir
    private Path folder;

    @Test
    void printsItsVersion() {
        ToolResult result = run(Map.of(), "--version").requireSuccess();

        assertThat(result.output()).matches("(?s)coffer \\d+\\.\\d+\\.\\d+\\S*\\R.*");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void bringsTheSampleBack() throws SQLException {
        try (TestDatabase source = Databases.sample(TestServer.newest());
                TestDatabase target = TestServer.newest().createDatabase();
                Connection before = source.connect();
                Connection after = target.connect()) {
            ToolResult backup = run(Map.of("POSTGRES_URL", source.uri()), "backup", "--to", folder.toString(), "--zstd")
                    .requireSuccess();
            String directory = backup.output().lines().reduce("", (line, next) -> next);
            ToolResult restore = run(
                            Map.of("TARGET_URL", target.uri()), "restore", directory, "--target", "env:TARGET_URL")
                    .requireSuccess();

            String archive = folder.resolve("sample.tar.zst").toString();
            run(Map.of(), "archive", directory, archive).requireSuccess();
            assertThat(run(Map.of(), "verify", archive).requireSuccess().errors())
                    .doesNotContain("SLF4J");

            // Nobody watches: plain lines, and nothing that a library prints on its own.
            assertThat(backup.errors()).startsWith("reading the catalogue\n").doesNotContain("\r", "SLF4J");
            assertThat(restore.errors()).startsWith("verifying the files\n").doesNotContain("\r", "SLF4J");
            assertThat(DatabaseFingerprint.of(before).differencesTo(DatabaseFingerprint.of(after)))
                    .isEmpty();
        }
    }

    private static ToolResult run(Map<String, String> environment, String... arguments) {
        Path jar = Path.of("..", "backup-cli", "target", "coffer.jar").toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new TestAbortedException("needs coffer.jar: packaged by ./mvnw verify before these tests run");
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().keySet().removeIf(name -> name.startsWith("PG") || name.endsWith("_URL"));
        process.environment().putAll(environment);
        return ClientTools.run(InputStream.nullInputStream(), process);
    }
}

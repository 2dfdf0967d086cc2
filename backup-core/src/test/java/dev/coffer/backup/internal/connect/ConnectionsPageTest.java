package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsPageTest {
    @Test
    void listsEveryParameterAndWhatBecomesOfIt() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        List<String> rows = Files.readAllLines(folder.resolve("docs/reference/connections.md")).stream()
                .dropWhile(line -> !line.startsWith("| parameter | variable |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(rows)
                .as("the table of docs/reference/connections.md is this one")
                .containsExactlyElementsOf(LibpqParameters.ALL.stream()
                        .map(LibpqParameter::markdown)
                        .toList());
    }
}

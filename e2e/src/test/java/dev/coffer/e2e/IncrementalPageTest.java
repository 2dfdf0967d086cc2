package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/how-to/incremental.md, one after the other. */
class IncrementalPageTest {
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ java -jar coffer\\.jar (.*)$");

    @TempDir
    private Path folder;

    @Test
    void commandsOfThePageBuildOnTheBackupBefore() throws IOException {
        List<String> commands = COMMAND.matcher(Files.readString(Path.of("..", "docs", "how-to", "incremental.md")))
                .results()
                .map(command -> command.group(1))
                .toList();
        assertThat(commands).hasSize(2);
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE quiet (id int PRIMARY KEY)",
                    "INSERT INTO quiet SELECT generate_series(1, 50)",
                    "CREATE TABLE busy (id int PRIMARY KEY)");
            run(commands.get(0), database);
            Path first = Backup.list(folder).get(0).directory();

            database.execute("INSERT INTO busy VALUES (1)");
            String second = run(commands.get(1), database, first);

            assertThat(second).contains("1 of 2 tables unchanged since " + first.getFileName() + ", taken from there");
            assertThat(Backup.list(folder))
                    .hasSize(2)
                    .allSatisfy(backup -> assertThat(backup.verify().isSound()).isTrue());
        }
    }

    private String run(String command, TestDatabase database, Path... base) {
        return Shell.run(
                        Map.of("POSTGRES_URL", database.uri()),
                        Stream.of(command.split(" "))
                                .map(word -> word.equals("database_backups") ? folder.toString() : word)
                                .map(word -> word.startsWith("database_backups/") ? base[0].toString() : word)
                                .toArray(String[]::new))
                .requireSuccess()
                .output();
    }
}

package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.Completeness;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.cli.Main;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of docs/how-to/schedule.md, as it stands there but for the places of its files. */
@Costly
class SchedulePageTest {
    private final TestDatabase database = TestServer.newest().createDatabase();

    @TempDir
    private Path folder;

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void theScriptLeavesALineForMonitoring() throws IOException {
        database.execute("CREATE TABLE protein (id int)", "INSERT INTO protein VALUES (1), (2)");

        assertThat(run(database.uri()).exitCode()).isZero();

        assertThat(last())
                .startsWith("{\"command\":\"backup\",\"status\":0,\"outcome\":\"complete\",")
                .contains("\"rows\":2,");
        assertThat(Backup.list(folder.resolve("db"))).hasSize(1);
    }

    @Test
    void aFailureLeavesOneToo() throws IOException {
        assertThat(run("postgresql://app:canary-7@localhost:1/shop").exitCode()).isEqualTo(1);

        assertThat(last())
                .startsWith("{\"command\":\"backup\",\"status\":1,\"outcome\":\"failed\",")
                .contains("\"error\":{\"code\":\"database.")
                .doesNotContain("canary");
    }

    @Test
    void itBeginsNothingWhileAnotherProcessIsAtWork() {
        List<Integer> statuses = new ArrayList<>();
        BackupPlan running = BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(CsvTableExporter.create())
                .to(folder.resolve("db"))
                .exclusive()
                .listener(progress -> {
                    if (progress.phase() == Progress.Phase.LOCK) {
                        statuses.add(run(database.uri()).exitCode());
                    }
                })
                .build();

        assertThat(running.run().completeness()).isEqualTo(Completeness.COMPLETE);

        assertThat(statuses).containsExactly(4);
        assertThat(last())
                .contains(
                        "\"outcome\":\"busy\"",
                        "is being written here, by process "
                                + ProcessHandle.current().pid() + " since 20");
        assertThat(Backup.list(folder.resolve("db"))).hasSize(1);
        assertThat(run(database.uri()).exitCode()).isZero();
    }

    private String last() {
        return read(folder.resolve("last-backup.json"));
    }

    private ToolResult run(String url) {
        try {
            Files.writeString(folder.resolve("url"), url + "\n");
            String coffer = ChildJvm.of(Main.class, List.of(), List.of()).command().stream()
                    .map(word -> "'" + word.replace("'", "'\\''") + "'")
                    .collect(Collectors.joining(" "));
            ProcessBuilder script = new ProcessBuilder(
                    "/bin/sh",
                    "-c",
                    script().replace("java -jar /opt/coffer/coffer.jar", coffer)
                            .replace("/etc/coffer", folder.toString())
                            .replace("/var/backups", folder.toString()));
            return ClientTools.run(InputStream.nullInputStream(), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String script() {
        Matcher script = Pattern.compile("(?ms)^```sh\\n(.*?)^```$")
                .matcher(read(Path.of("..", "docs", "how-to", "schedule.md")));
        assertThat(script.find()).isTrue();
        return script.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

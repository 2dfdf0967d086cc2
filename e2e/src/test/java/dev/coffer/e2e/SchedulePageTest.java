package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

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
    void aFailureLeavesOneTooAndTheLineOfCronSendsAMail() throws IOException {
        Matcher cron = Pattern.compile("15 2 \\* \\* \\*  (.*)\n").matcher(block("text", ""));
        assertThat(cron.matches()).isTrue();
        executable("backup-nightly", script("postgresql://app:canary-7@localhost:1/shop"));
        executable("mail", "#!/bin/sh\ncat >>mail.sent\necho \"$@\" >>mail.sent\n");
        ProcessBuilder line = new ProcessBuilder("/bin/sh", "-c", cron.group(1).replace("/var/log", folder.toString()))
                .directory(folder.toFile());
        line.environment().merge("PATH", folder.toString(), (path, ours) -> ours + ":" + path);

        assertThat(ClientTools.run(InputStream.nullInputStream(), line).exitCode())
                .isZero();

        assertThat(folder.resolve("mail.sent")).hasContent("backup failed\n-s backup ops@example.org\n");
        assertThat(folder.resolve("backup.log")).content().contains("coffer: cannot connect to ", "Hint: ");
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

    /** The units, read by systemd itself where there is one; a word that it does not know, it says. */
    @Test
    void unitsAreWhatSystemdKnows() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(
                folder.resolve("coffer.service"),
                block("ini", "# /etc/systemd/system/coffer.service").replace("ExecStart=java", "ExecStart=" + java));
        Files.writeString(folder.resolve("coffer.timer"), block("ini", "# /etc/systemd/system/coffer.timer"));
        Path systemd = ClientTools.find("systemd-analyze").orElse(null);
        assumeTrue(systemd != null, "only where systemd is installed");

        ToolResult verified = ClientTools.run(
                InputStream.nullInputStream(),
                new ProcessBuilder(systemd.toString(), "verify", "./coffer.service", "./coffer.timer")
                        .directory(folder.toFile()));

        assertThat((verified.output() + verified.errors()).lines()).noneMatch(line -> line.contains("coffer."));
    }

    @Test
    @SuppressWarnings("unchecked")
    void theJobOfKubernetesRunsWhatItsContainerWould() throws IOException {
        database.execute("CREATE TABLE protein (id int)");
        Map<String, Object> job = new Yaml().load(block("yaml", ""));
        assertThat(job).containsEntry("apiVersion", "batch/v1").containsEntry("kind", "CronJob");
        Map<String, Object> spec = (Map<String, Object>) job.get("spec");
        assertThat(spec).containsEntry("schedule", "15 2 * * *").containsEntry("concurrencyPolicy", "Forbid");
        Map<String, Object> pod = spec;
        for (String member : List.of("jobTemplate", "spec", "template", "spec")) {
            pod = (Map<String, Object>) pod.get(member);
        }
        Map<String, Object> container = ((List<Map<String, Object>>) pod.get("containers")).get(0);
        assertThat((List<Map<String, Object>>) container.get("volumeMounts"))
                .extracting(mount -> mount.get("name"))
                .containsExactlyElementsOf(((List<Map<String, Object>>) pod.get("volumes"))
                        .stream().map(volume -> volume.get("name")).toList());
        List<String> command = (List<String>) container.get("command");
        assertThat(command).startsWith("java", "-jar", "/opt/coffer/coffer.jar");

        ToolResult ran = Shell.run(
                Map.of(((List<Map<String, String>>) container.get("env")).get(0).get("name"), database.uri()),
                command.stream()
                        .skip(3)
                        .map(word -> word.replace("/backups", folder.toString()))
                        .toArray(String[]::new));

        assertThat(ran.requireSuccess().output()).startsWith("{\"command\":\"backup\",\"status\":0,");
        assertThat(Backup.list(folder)).hasSize(1);
    }

    private String last() {
        return read(folder.resolve("last-backup.json"));
    }

    private ToolResult run(String url) {
        try {
            return ClientTools.run(InputStream.nullInputStream(), new ProcessBuilder("/bin/sh", "-c", script(url)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void executable(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** The page's script with the places of this test. */
    private String script(String url) throws IOException {
        Files.writeString(folder.resolve("url"), url + "\n");
        String coffer = ChildJvm.of(Main.class, List.of(), List.of()).command().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return block("sh", "")
                .replace("java -jar /opt/coffer/coffer.jar", coffer)
                .replace("/etc/coffer", folder.toString())
                .replace("/var/backups", folder.toString());
    }

    /** The page's block in this language that begins so. */
    private static String block(String language, String beginning) {
        return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
                .matcher(read(Path.of("..", "docs", "how-to", "schedule.md")))
                .results()
                .map(found -> found.group(1))
                .filter(block -> block.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

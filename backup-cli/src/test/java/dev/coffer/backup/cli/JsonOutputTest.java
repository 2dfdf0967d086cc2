package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.Completeness;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command, with {@code --output json}: one line, and the keys that {@code docs/reference/shell.md} promises. */
@Costly
class JsonOutputTest {
    private static final List<String> ENVELOPE = List.of("command", "status", "outcome", "finished");

    private final TestDatabase database = TestServer.newest().createDatabase();
    private final Map<String, String> environment = Map.of("SOURCE", database.uri());

    @TempDir
    private Path folder;

    private Path backup = Path.of("");

    @BeforeEach
    void fill() {
        database.execute(
                "CREATE TABLE proteins (id int PRIMARY KEY, name text)",
                "INSERT INTO proteins SELECT n, 'protein ' || n FROM generate_series(1, 120) n");
        String line = succeeds("backup", "--source", "env:SOURCE", "--to", folder.toString());
        Matcher directory = Pattern.compile("\"directory\":\"([^\"]*)\"").matcher(line);
        assertThat(directory.find()).isTrue();
        backup = Path.of(directory.group(1));
    }

    @AfterEach
    void drop() {
        database.close();
    }

    /** A call of each command; a new command joins with a line here and one in the reference. */
    private Map<String, List<String>> calls() {
        String lost = database.name() + "_json";
        Map<String, List<String>> calls = new LinkedHashMap<>();
        calls.put("backup", List.of("--source", "env:SOURCE", "--to", folder.toString()));
        calls.put("restore", List.of(backup.toString(), "--target", "env:SOURCE", "--create-db", lost));
        calls.put("recover", List.of(backup.toString(), "--into", "env:SOURCE"));
        calls.put(
                "load",
                List.of(
                        backup.resolve("csv_exports/proteins.csv").toString(),
                        "--target",
                        "env:SOURCE",
                        "--existing",
                        "skip"));
        calls.put(
                "record",
                List.of(
                        folder.resolve("fixture.json").toString(),
                        "--source",
                        "env:SOURCE",
                        "--where",
                        "proteins=id < 3"));
        calls.put("list", List.of(folder.toString()));
        calls.put("info", List.of(backup.toString()));
        calls.put("doctor", List.of("--source", "env:SOURCE", "--to", folder.toString()));
        calls.put("verify", List.of(backup.toString()));
        calls.put("drill", List.of(backup.toString(), "--server", "env:SOURCE"));
        calls.put("compare", List.of(backup.toString(), "--database", "env:SOURCE"));
        calls.put("guard", List.of("--source", "env:SOURCE", "--to", folder.toString(), "--", "true"));
        calls.put("hold", List.of(backup.toString(), "--reason", "case 7"));
        calls.put("prune", List.of(folder.toString(), "--keep-last", "1"));
        calls.put(
                "report",
                List.of(folder.toString(), "--out", folder.resolve("r.html").toString()));
        calls.put(
                "archive", List.of(backup.toString(), folder.resolve("b.tar.gz").toString()));
        calls.put("copy", List.of(backup.toString(), folder.resolve("copies").toString()));
        return calls;
    }

    @Test
    void everyCommandPrintsOneLineWithTheKeysOfTheReference() throws IOException {
        Set<String> commands = new TreeSet<>(
                Shell.commands(TestTerminal.nobody()).getSubcommands().keySet());
        Map<String, List<String>> calls = calls();
        assertThat(commands)
                .as("every command has a call here: a new one joins with a line in calls() and its keys in shell.md")
                .isEqualTo(new TreeSet<>(calls.keySet()));
        try {
            calls.forEach((command, arguments) -> {
                String line = succeeds(
                        Stream.concat(Stream.of(command), arguments.stream()).toArray(String[]::new));
                Map<String, String> members = members(line);
                assertThat(members).as(line).containsEntry("command", command).containsEntry("status", "0");
                Set<String> keys = new TreeSet<>(members.keySet());
                ENVELOPE.forEach(keys::remove);
                assertThat(keys).as("keys of " + command).isEqualTo(documented(command));
            });
        } finally {
            TestServer.newest().administer("DROP DATABASE IF EXISTS " + database.name() + "_json");
        }
    }

    @Test
    void previewsHaveKeysOfTheirOwn() {
        String line =
                succeeds("restore", backup.toString(), "--target", "env:SOURCE", "--dry-run", "--existing", "skip");

        Set<String> keys = new TreeSet<>(members(line).keySet());
        ENVELOPE.forEach(keys::remove);
        assertThat(keys).isEqualTo(documented("restore --dry-run"));
        assertThat(line)
                .contains("\"dryRun\":true", "{\"table\":\"public.proteins\",\"action\":\"skip\",\"rows\":120,");
    }

    @Test
    void previewsOfRecoveriesHaveKeysOfTheirOwn() {
        String line = succeeds("recover", backup.toString(), "--into", "env:SOURCE", "--dry-run");

        Set<String> keys = new TreeSet<>(members(line).keySet());
        ENVELOPE.forEach(keys::remove);
        assertThat(keys).isEqualTo(documented("recover --dry-run"));
        assertThat(line).contains("{\"table\":\"public.proteins\",\"keyed\":");
        String beside = succeeds(
                "recover", backup.toString(), "--into", "env:SOURCE", "--table", "proteins", "--beside", "proteins_2");
        keys = new TreeSet<>(members(beside).keySet());
        ENVELOPE.forEach(keys::remove);
        assertThat(keys).isEqualTo(documented("recover --beside"));
    }

    @Test
    void givesNumbersAndNamesThatMonitoringCanUse() {
        String line = succeeds("backup", "--source", "env:SOURCE", "--to", folder.toString());

        assertThat(line)
                .startsWith("{\"command\":\"backup\",\"status\":0,\"outcome\":\"complete\",\"finished\":\"20")
                .contains("\"tables\":[{\"table\":\"public.proteins\",\"rows\":120,\"bytes\":")
                .containsPattern("\"rows\":120,\"files\":\\[\\{\"file\":\"BACKUP_INFO.txt\",\"bytes\":\\d+}")
                .containsPattern(
                        "\"skips\":\\[],\"warnings\":\\[],\"growth\":\\{\"since\":\"20[^\"]*\",\"rows\":0,\"databaseBytes\":-?\\d+,\"backupBytes\":-?\\d+},\"seconds\":\\d+\\.\\d+}$");
    }

    @Test
    void failuresAreOneLineToo() {
        TestTerminal failed = TestTerminal.of(environment);

        assertThat(failed.run("restore", backup.toString(), "--target", "env:SOURCE", "--output", "json"))
                .isEqualTo(1);

        assertThat(failed.out().replaceFirst("\"finished\":\"[^\"]*\"", "\"finished\":…"))
                .isEqualTo("{\"command\":\"restore\",\"status\":1,\"outcome\":\"failed\",\"finished\":…,"
                        + "\"error\":{\"code\":\"conflict.target-not-empty\","
                        + "\"message\":\"the target holds an object of the backup: table public.proteins\","
                        + "\"hint\":\"restore into an empty database, or into a new one with --create-db NAME\"}}\n");
        assertThat(failed.err()).contains("coffer: the target holds an object of the backup");
    }

    @Test
    void misuseIsOneLineTooAndRepeatsNoSecret() {
        for (List<String> arguments : List.of(
                List.of("restore", "b", "--output", "json", "--tarket", "postgresql://app:canary-7@h/d"),
                List.of("restore", "b", "--output=JSON", "--tarket", "postgresql://app:canary-7@h/d"))) {
            TestTerminal misused = TestTerminal.create();

            assertThat(misused.run(arguments.toArray(String[]::new))).isEqualTo(2);

            assertThat(misused.out())
                    .startsWith("{\"command\":\"restore\",\"status\":2,\"outcome\":\"misuse\",\"finished\":")
                    .contains("\"code\":\"shell.misuse\"", "\"hint\":\"coffer restore --help lists what it takes\"")
                    .doesNotContain("canary");
            members(oneLine(misused));
        }
        TestTerminal none = TestTerminal.create();
        assertThat(none.run("--output", "json")).isEqualTo(2);
        assertThat(oneLine(none)).startsWith("{\"command\":null,\"status\":2,");
    }

    @Test
    void differencesAndDamageAreResultsAndNoErrors() throws IOException {
        TestTerminal compared = TestTerminal.of(environment);
        database.execute("DELETE FROM proteins WHERE id = 1");
        assertThat(compared.run("compare", backup.toString(), "--database", "env:SOURCE", "--output", "json"))
                .isEqualTo(1);
        assertThat(oneLine(compared))
                .contains("\"identical\":false", "\"removed\":1")
                .doesNotContain("\"error\"");

        TestTerminal verified = TestTerminal.create();
        Files.delete(backup.resolve("schema.sql"));
        assertThat(verified.run("verify", backup.toString(), "--output", "json"))
                .isEqualTo(1);
        assertThat(oneLine(verified))
                .contains("\"sound\":false", "\"faults\":[{\"code\":\"integrity.file-missing\"")
                .contains("\"file\":\"schema.sql\"");
    }

    @Test
    void tellsThatAnotherRunIsBusy() {
        TestTerminal refused = TestTerminal.of(environment);
        AtomicInteger status = new AtomicInteger();
        BackupPlan running = BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(CsvTableExporter.create())
                .to(folder)
                .exclusive()
                .listener(progress -> {
                    if (progress.phase() == Progress.Phase.LOCK) {
                        status.set(refused.run(
                                "backup",
                                "--source",
                                "env:SOURCE",
                                "--to",
                                folder.toString(),
                                "--exclusive",
                                "--output",
                                "json"));
                    }
                })
                .build();

        assertThat(running.run().completeness()).isEqualTo(Completeness.COMPLETE);

        assertThat(status).hasValue(4);
        assertThat(oneLine(refused))
                .contains("\"status\":4,\"outcome\":\"busy\"", "\"code\":\"conflict.already-running\"");
        assertThat(refused.err())
                .isEqualTo("coffer: another exclusive backup is being written here, by this process (file " + folder
                        + ")\n"
                        + "Hint: wait until it has ended, or stop it if it hangs; a run that was killed holds"
                        + " nothing\n");
        succeeds("backup", "--source", "env:SOURCE", "--to", folder.toString(), "--exclusive");
    }

    @Test
    void hostileNamesStayText() {
        database.execute("CREATE TABLE \"a\u202E\n\"\"b\" (id int)");

        String line = succeeds("backup", "--source", "env:SOURCE", "--to", folder.toString());

        assertThat(line).contains("\"table\":\"public.a\\u202E\\n\\\"b\"");
        assertThat(line.chars()).allMatch(character -> character >= ' ' && character < 127);
    }

    private String succeeds(String... arguments) {
        TestTerminal terminal = TestTerminal.of(environment);
        assertThat(terminal.run(Stream.concat(Stream.of("--output", "json"), Stream.of(arguments))
                        .toArray(String[]::new)))
                .as(String.join(" ", arguments) + "\n" + terminal.err() + terminal.out())
                .isZero();
        return oneLine(terminal);
    }

    private static String oneLine(TestTerminal terminal) {
        assertThat(terminal.out()).endsWith("}\n").hasLineCount(1);
        return terminal.out().strip();
    }

    /** The members of the outermost object, each value as it is written, and that it is JSON at all. */
    private static Map<String, String> members(String line) {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                members.put(key, String.valueOf(json.getText()));
                json.skipChildren();
            }
            assertThat(json.nextToken()).isNull();
            return members;
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    /** {@code | `command` | `key`, `key` |} */
    private static Set<String> documented(String command) {
        String page;
        try {
            page = Files.readString(Path.of("..", "docs", "reference", "shell.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        String row = page.substring(page.indexOf("\n## JSON"))
                .lines()
                .filter(line -> line.startsWith("| `" + command + "` |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row in shell.md for " + command));
        Set<String> keys = new TreeSet<>();
        Matcher key = Pattern.compile("`([^`]+)`").matcher(row.substring(row.indexOf('|', 2)));
        while (key.find()) {
            String name = key.group(1);
            if (!name.contains(".")) {
                keys.add(name);
            }
        }
        return keys;
    }
}

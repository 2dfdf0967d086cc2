package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private final TestDatabase database = TestServer.newest().createDatabase();
    private final TestTerminal terminal = TestTerminal.of(Map.of("SOURCE", database.uri()));

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        database.execute(
                "CREATE TABLE proteins (id int PRIMARY KEY, name text)",
                "INSERT INTO proteins SELECT n, 'protein ' || n FROM generate_series(1, 1200) n",
                "CREATE TABLE audit_log (entry text)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private int backUp(String... options) {
        return terminal.run(Stream.concat(
                        Stream.of("backup", "--source", "env:SOURCE", "--to", folder.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private Path directory() {
        List<String> lines = terminal.out().lines().toList();
        return Path.of(lines.get(lines.size() - 1));
    }

    @Test
    void lastLineOfBackupIsItsDirectory() {
        assertThat(backUp("--name", "proteins", "--jobs", "1"))
                .as(terminal.err())
                .isZero();

        assertThat(directory()).isDirectory().hasParent(folder);
        assertThat(directory().getFileName().toString()).startsWith("proteins_");
        assertThat(directory().resolve("complete_backup.json")).isRegularFile();
        assertThat(directory().resolve("csv_exports/proteins.csv")).isRegularFile();
        assertThat(terminal.out()).startsWith("backed up 2 tables, 1,200 rows as of ");
        assertThat(terminal.err())
                .contains("reading the catalogue\n", "rows\n", "completing the files\n")
                .doesNotContain("\r");
    }

    @Test
    void writesOnlyTheFormatsAndTablesThatWereAskedFor() {
        assertThat(backUp("--format", "CSV", "--table", "public.*", "--exclude", "*.audit_*", "--gzip"))
                .as(terminal.err())
                .isZero();

        assertThat(directory().resolve("complete_backup.json")).doesNotExist();
        assertThat(directory().resolve("csv_exports/proteins.csv.gz")).isRegularFile();
        assertThat(terminal.out()).startsWith("backed up 1 table, ");
    }

    @Test
    void restoresIntoANewDatabase() {
        backUp();
        String name = database.name() + "_new";
        try {
            assertThat(terminal.run("restore", directory().toString(), "--target", database.uri(), "--create-db", name))
                    .as(terminal.err())
                    .isZero();
            assertThat(terminal.out()).contains("restored 2 tables, 1,200 rows, ", " in 1 transaction ");
        } finally {
            TestServer.newest().administer("DROP DATABASE IF EXISTS " + name);
        }
    }

    @Test
    void writesABackupToStandardOutputAndNothingElse() {
        assertThat(terminal.run("backup", "--source", "env:SOURCE", "--to", "-", "--output", "json"))
                .as(terminal.err())
                .isZero();

        Backup received = Backup.readFrom(new ByteArrayInputStream(terminal.bytes()), folder);
        assertThat(received.tables()).hasSize(2);
        assertThat(terminal.err().lines().reduce((first, second) -> second).orElseThrow())
                .startsWith("{\"command\":\"backup\"")
                .contains("\"directory\":\"" + received.directory().getFileName() + "\"", "\"rows\":1200");
    }

    @Test
    void writesTheOneFileOfJsonToStandardOutput() {
        assertThat(terminal.run("backup", "--source", "env:SOURCE", "--to", "-", "--format", "json"))
                .as(terminal.err())
                .isZero();

        assertThat(terminal.out()).startsWith("{").endsWith("}\n");
        assertThat(terminal.err())
                .contains("streamed 2 tables, 1,200 rows as of ")
                .endsWith("\ncomplete_backup.json\n");
    }

    @Test
    void restoresSchemaThenData() {
        backUp();
        String directory = directory().toString();
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            assertThat(terminal.run("restore", directory, "--target", target.uri(), "--schema-only"))
                    .as(terminal.err())
                    .isZero();
            assertThat(target.query("SELECT count(*) FROM proteins")).isEqualTo("0");

            assertThat(terminal.run("restore", directory, "--target", target.uri(), "--data-only", "--format", "csv"))
                    .as(terminal.err())
                    .isZero();
            assertThat(target.query("SELECT count(*) FROM proteins")).isEqualTo("1200");
        }
    }

    @Test
    void refusesNonEmptyTargetAsTheReadmeShows() throws IOException {
        backUp();

        assertThat(terminal.run("restore", directory().toString(), "--target", "env:SOURCE"))
                .isEqualTo(1);
        String refusal = """
                coffer: the target holds 2 objects of the backup: table public.audit_log, table public.proteins
                Hint: restore into an empty database, or into a new one with --create-db NAME
                """;
        assertThat(terminal.err()).endsWith("looking at the target\n" + refusal);
        assertThat(Files.readString(Path.of("..", "README.md"))).contains(refusal);
    }

    @Test
    void listsBackupsAndSaysWhatIsInThem() {
        backUp("--name", "first");
        backUp("--name", "second", "--format", "json");
        Path second = directory();

        assertThat(terminal.run("list", folder.toString())).isZero();
        assertThat(terminal.out()).contains("snapshot", "first_", "second_", "json,csv", "1,200");

        assertThat(terminal.run("info", second.toString())).isZero();
        assertThat(terminal.out())
                .contains(
                        "database   " + database.name() + "\n",
                        "formats    json\n",
                        "public.proteins",
                        "complete_backup.json");
    }

    @Test
    void saysThatAFolderHoldsNoBackup() {
        assertThat(terminal.run("list", folder.toString())).isZero();
        assertThat(terminal.err()).isEqualTo("no complete backup in " + folder + "\n");
    }

    @Test
    void refusesWhatIsNoBackup() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(terminal.run("info", empty.toString())).isEqualTo(1);
        assertThat(terminal.err()).startsWith("coffer: ").contains("Hint: ");
    }

    @Test
    void namesSkipsAndExitsWith3UnlessStrict() {
        database.execute(
                "CREATE TABLE half (id int)",
                "CREATE INDEX half_built ON half (id)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_built'::regclass");

        assertThat(backUp()).isEqualTo(3);
        assertThat(terminal.err())
                .contains(
                        "skipped index public.half_built: it is invalid: CREATE INDEX CONCURRENTLY did not complete\n");
        assertThat(directory()).isDirectory();

        assertThat(backUp("--strict")).isEqualTo(1);
        assertThat(terminal.err()).contains("coffer: ", "--strict");
    }

    @Test
    void asksForThePasswordThatTheServerWants() {
        TestTerminal asked = TestTerminal.answering(TestServer.newest().password());
        String withoutPassword =
                database.uri().replace(":" + TestServer.newest().password() + "@", "@");

        assertThat(asked.run("backup", "--source", withoutPassword, "--to", folder.toString()))
                .as(asked.err())
                .isZero();
        assertThat(asked.questions()).hasSize(1);
        assertThat(asked.questions().get(0))
                .startsWith("Password for postgres@localhost:")
                .endsWith(": ");
        assertThat(asked.err()).contains("\r");
    }

    @Test
    void asksForNoPasswordWhenNobodyWatches() {
        String withoutPassword =
                database.uri().replace(":" + TestServer.newest().password() + "@", "@");

        assertThat(terminal.run("backup", "--source", withoutPassword, "--to", folder.toString()))
                .isEqualTo(1);
        assertThat(terminal.questions()).isEmpty();
    }

    @Test
    @DisplayName("F37 no failure shows the password, not even with stack traces")
    void hidesThePasswordOfWhatFails() {
        String secret = "kanarienVogel%20a%2Bb%252F%40%3A";
        String url = "postgresql://app:" + secret + "@localhost:"
                + TestServer.newest().port() + "/" + database.name();
        List<String> failing = List.of(
                url,
                url.replaceFirst(":\\d+/", ":1/"),
                url.replace("@localhost", "@no-such-host.invalid"),
                url + "?sslmode=verify-full",
                url + "?no_such_parameter=" + secret,
                url + "?sslmode=" + secret,
                url + "?" + secret,
                url.replace("postgresql://", "postgresq://"),
                url.replace("postgresql://", ""),
                url.replace("%20", "%zz"),
                url.replaceFirst(":\\d+/", ":" + secret + "/"),
                "jdbc:postgresql://localhost:1/x?user=app&password=" + secret,
                "jdbc:postgresql://localhost:1/x?user=app&password=" + secret + "&loggerLevel=TRACE",
                "jdbc:mysql://localhost/x?password=" + secret,
                "host=localhost password=" + secret);
        for (String each : failing) {
            TestTerminal failed = TestTerminal.of(Map.of("SECRET", each));

            assertThat(failed.run("backup", "--source", "env:SECRET", "--to", folder.toString(), "--verbose"))
                    .isEqualTo(1);
            assertThat(failed.run("backup", "--source", each, "--to", folder.toString(), "--verbose"))
                    .isEqualTo(1);
            assertThat((failed.out() + failed.err()).toLowerCase(Locale.ROOT).contains("kanarienvogel"))
                    .as("failure number " + failing.indexOf(each))
                    .isFalse();
        }
    }

    @Test
    void showsStackTracesOnlyWhenVerbose() {
        terminal.run("info", folder.resolve("missing").toString());
        assertThat(terminal.err()).doesNotContain("    at ");

        terminal.run("info", folder.resolve("missing").toString(), "--verbose");
        assertThat(terminal.err()).contains("    at dev.coffer.backup");
    }
}

package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ComparisonPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that a program could take for something else, through the shell. */
class HostileValuesTest {
    private static final String USER = "-U =x 'y' \\ \"z";
    private static final String PASSWORD = "-p=1 ':\\ \"&%+";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"json", "csv"})
    @DisplayName("F34 user, password, database and file that begin with a dash or hold =, blanks and quotes")
    void reachServerAndDiskAsTheyAre(String format) throws Exception {
        TestServer server = TestServer.newest();
        String role = USER + " " + format;
        server.administer(
                "CREATE ROLE " + quoted(role) + " SUPERUSER LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'");
        Path root = Files.createDirectory(folder.resolve("--to =x 'y' \" \\ $(z)"));
        try (TestDatabase source = server.createDatabase("-d host=evil 'q' \\ " + format, "");
                TestDatabase target = server.createDatabase("--help =1 \"q\" " + format, "")) {
            source.execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");

            run(
                    Map.of("POSTGRES_URL", source.uri(role, PASSWORD)),
                    "backup",
                    "--to",
                    root.toString(),
                    "--format",
                    format);
            try (Stream<Path> backups = Files.list(root)) {
                Path backup = backups.filter(Files::isDirectory).findFirst().orElseThrow();
                run(Map.of(), "restore", backup.toString(), "--format", format, "--target", target.uri(role, PASSWORD));
            }

            assertThat(target.query("SELECT count(*) FROM t")).isEqualTo("2");
        } finally {
            server.administer("DROP ROLE " + quoted(role));
        }
    }

    @Test
    @DisplayName(
            "F30 names and values that steer terminals or turn text round stay text in the details of a comparison")
    void steerNobodyWhoReadsWhatChanged() throws Exception {
        String name = "a\u001b[2J\u202eb\nc";
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE " + quoted(name) + " (id int PRIMARY KEY, " + quoted(name) + " text)",
                    "INSERT INTO " + quoted(name) + " VALUES (1, 'x')");
            Backup before = Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(database.uri()))
                    .export(Format.JSON.exporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory());
            database.execute("UPDATE " + quoted(name) + " SET " + quoted(name) + " = E'\\u001b[31m\\u202e\\u2028'");

            Map<ComparisonPlan.Details, List<String>> details = new EnumMap<>(ComparisonPlan.Details.class);
            for (ComparisonPlan.Details form : ComparisonPlan.Details.values()) {
                Path file = folder.resolve("details-" + form);
                assertThat(ComparisonPlan.builder()
                                .before(before)
                                .after(PostgresDatabase.of(database.uri()))
                                .strategy(Format.JSON.strategy())
                                .details(file, form)
                                .build()
                                .run()
                                .isSame())
                        .isFalse();
                details.put(form, Files.readAllLines(file));
            }

            assertThat(details.get(ComparisonPlan.Details.TEXT))
                    .containsExactly(
                            "public.a?[2J?b?c: 0 added, 0 removed, 1 changed",
                            "  ~ id=\"1\": a?[2J?b?c: \"x\" → \"?[31m??\"");
            assertThat(details.get(ComparisonPlan.Details.JSON_LINES))
                    .singleElement()
                    .asString()
                    .contains("\\u001B[31m");
        }
    }

    private static void run(Map<String, String> environment, String... arguments) {
        ToolResult result = Shell.run(environment, arguments);
        result.requireSuccess();
        assertThat(result.output() + result.errors()).doesNotContain(PASSWORD);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}

package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/how-to/recover.md, each after the accident that it is for: the guide's three recovery scenarios. */
@Costly
class RecoverPageTest {
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ java -jar coffer\\.jar (.*)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @TempDir
    private Path folder;

    @Test
    void commandsOfThePageUndoTheThreeAccidents() throws IOException {
        List<List<String>> commands = commands();
        assertThat(commands).hasSize(8);
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            String fresh = database.name() + "_new";
            database.execute(
                    "CREATE TABLE proteins (id int PRIMARY KEY, name text)",
                    "CREATE TABLE interactions (id serial PRIMARY KEY, protein int REFERENCES proteins, score float,"
                            + " created_at date)",
                    "CREATE TABLE protein_aliases (protein int REFERENCES proteins, alias text)",
                    "INSERT INTO proteins SELECT g, 'p' || g FROM generate_series(1, 40) g",
                    "INSERT INTO interactions (protein, score, created_at) SELECT g, g / 40.0, date '2025-09-21' + g"
                            + " FROM generate_series(1, 40) g",
                    "INSERT INTO protein_aliases SELECT g, 'a' || g FROM generate_series(1, 40) g");
            String backup = BackupPlan.builder()
                    .source(PostgresDatabase.of(database.uri()))
                    .export(Format.JSON.exporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory()
                    .toString();
            Map<String, String> urls = Map.of(
                    "POSTGRES_URL",
                    database.uri(),
                    "NEW_URL",
                    TestServer.newest().uri(fresh));

            database.execute("DELETE FROM interactions WHERE id > 30");
            assertThat(run(commands.get(0), urls, backup, fresh).output())
                    .isEqualTo("recovery of 2 tables: 10 rows to insert, 0 changed rows to leave as they are\n"
                            + "  public.proteins: 0 missing, 0 changed, 40 same, 0 extra\n"
                            + "  public.interactions: 10 missing, 0 changed, 30 same, 0 extra\n");
            assertThat(run(commands.get(1), urls, backup, fresh).output())
                    .startsWith("table                inserted  updated  changed, left  same  extra\n"
                            + "public.proteins             0        0              0    40      0\n"
                            + "public.interactions        10        0              0    30      0\n"
                            + "recovered 10 rows, overwrote 0 rows (took ");
            database.execute("UPDATE interactions SET score = -1");
            assertThat(run(commands.get(2), urls, backup, fresh).output())
                    .contains("recovered 0 rows, overwrote 31 rows");
            assertThat(database.query("SELECT count(*) || ' ' || count(*) FILTER (WHERE score = -1) FROM interactions"))
                    .isEqualTo("40 9");

            assertThat(run(commands.get(3), urls, backup, fresh).output())
                    .startsWith("created public.interactions_2025 from public.interactions: 40 rows, 1 index (took ");
            assertThat(database.query("SELECT count(*) FROM interactions_2025 WHERE score > 0"))
                    .isEqualTo("40");
            database.execute("ALTER TABLE protein_aliases DROP COLUMN alias");
            for (List<String> restore : commands.subList(4, 6)) {
                ToolResult result = attempt(restore, urls, backup, fresh);
                assertThat(result.exitCode()).isEqualTo(3);
                assertThat(result.output() + result.errors())
                        .contains("it refers to public.proteins, which the selection leaves out");
            }
            assertThat(database.query("SELECT count(DISTINCT alias) FROM protein_aliases"))
                    .isEqualTo("40");

            try {
                run(commands.get(6), urls, backup, fresh);
                assertThat(run(commands.get(7), urls, backup, fresh).output()).isEqualTo("identical: 3 tables\n");
            } finally {
                TestServer.newest().administer("DROP DATABASE IF EXISTS " + fresh);
            }
        }
    }

    private static ToolResult run(List<String> command, Map<String, String> urls, String backup, String fresh) {
        return attempt(command, urls, backup, fresh).requireSuccess();
    }

    private static ToolResult attempt(List<String> command, Map<String, String> urls, String backup, String fresh) {
        return Shell.run(
                urls,
                command.stream()
                        .map(word -> word.startsWith("database_backups/") ? backup : word)
                        .map(word -> word.equals("neondb_new") ? fresh : word)
                        .toArray(String[]::new));
    }

    private static List<List<String>> commands() throws IOException {
        Matcher lines = COMMAND.matcher(Files.readString(Path.of("..", "docs", "how-to", "recover.md")));
        List<List<String>> commands = new ArrayList<>();
        while (lines.find()) {
            List<String> words = new ArrayList<>();
            Matcher word = WORD.matcher(lines.group(1));
            while (word.find()) {
                words.add(word.group(1) == null ? word.group(2) : word.group(1));
            }
            commands.add(words);
        }
        return commands;
    }
}

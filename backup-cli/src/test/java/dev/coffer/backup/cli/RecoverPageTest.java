package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/how-to/recover.md, each after the accident that it is for: the guide's three recovery scenarios. */
@Costly
class RecoverPageTest {
    @TempDir
    private Path folder;

    @Test
    void commandsOfThePageUndoTheThreeAccidents() throws IOException {
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
            TestTerminal before = TestTerminal.of(Map.of());
            assertThat(before.run("backup", "--source", database.uri(), "--to", folder.toString(), "--format", "json"))
                    .as(before.err())
                    .isZero();
            Page page = Page.of("recover", folder)
                    .variable("POSTGRES_URL", database.uri())
                    .variable("NEW_URL", TestServer.newest().uri(fresh))
                    .means(
                            "database_backups/neon_backup_2025-10-12_141656",
                            before.out().lines().reduce("", (earlier, line) -> line))
                    .means("neondb_new", fresh);

            database.execute("DELETE FROM interactions WHERE id > 30");
            assertThat(page.next().endsWith(0).out())
                    .isEqualTo("recovery of 2 tables: 10 rows to insert, 0 changed rows to leave as they are\n"
                            + "  public.proteins: 0 missing, 0 changed, 40 same, 0 extra\n"
                            + "  public.interactions: 10 missing, 0 changed, 30 same, 0 extra\n");
            assertThat(page.next().endsWith(0).out())
                    .startsWith("table                inserted  updated  changed, left  same  extra\n"
                            + "public.proteins             0        0              0    40      0\n"
                            + "public.interactions        10        0              0    30      0\n"
                            + "recovered 10 rows, overwrote 0 rows (took ");
            database.execute("UPDATE interactions SET score = -1");
            assertThat(page.next().endsWith(0).out()).contains("recovered 0 rows, overwrote 31 rows");
            assertThat(database.query("SELECT count(*) || ' ' || count(*) FILTER (WHERE score = -1) FROM interactions"))
                    .isEqualTo("40 9");

            assertThat(page.next().endsWith(0).out())
                    .startsWith("created public.interactions_2025 from public.interactions: 40 rows, 1 index (took ");
            assertThat(database.query("SELECT count(*) FROM interactions_2025 WHERE score > 0"))
                    .isEqualTo("40");
            database.execute("ALTER TABLE protein_aliases DROP COLUMN alias");
            for (int restore = 0; restore < 2; restore++) {
                Page.Ran ran = page.next().endsWith(3);
                assertThat(ran.out() + ran.err())
                        .contains("it refers to public.proteins, which the selection leaves out");
            }
            assertThat(database.query("SELECT count(DISTINCT alias) FROM protein_aliases"))
                    .isEqualTo("40");

            try {
                assertThat(page.next().endsWith(0).err()).doesNotContain("skipped");
                assertThat(page.next().endsWith(0).out()).isEqualTo("identical: 3 tables\n");
                page.isAtItsEnd();
            } finally {
                TestServer.newest().administer("DROP DATABASE IF EXISTS " + fresh);
            }
        }
    }
}

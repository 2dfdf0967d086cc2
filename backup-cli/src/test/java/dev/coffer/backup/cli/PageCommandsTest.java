package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.Proof;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the pages about living with backups, one after the other, and that each says what its page promises. */
@Costly
class PageCommandsTest {
    private static final String EXAMPLE = "database_backups/neon_backup_2025-10-12_141656";

    private final TestDatabase database = TestServer.newest().createDatabase();

    @TempDir
    private Path folder;

    private Path backups;

    @BeforeEach
    void fill() {
        backups = folder.resolve("backups");
        database.execute(
                "CREATE TABLE proteins (id int PRIMARY KEY, name text)",
                "INSERT INTO proteins SELECT n, 'protein ' || n FROM generate_series(1, 1200) n",
                "CREATE TABLE protein_aliases (alias text)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Page page(String name) throws IOException {
        return Page.of(name, folder).variable("POSTGRES_URL", database.uri()).means("database_backups", backups);
    }

    private Path backUp() {
        return backUp("csv");
    }

    private Path backUp(String formats) {
        TestTerminal terminal = TestTerminal.of(Map.of());
        assertThat(terminal.run("backup", "--source", database.uri(), "--to", backups.toString(), "--format", formats))
                .as(terminal.err())
                .isZero();
        return Path.of(terminal.out().lines().reduce("", (before, line) -> line));
    }

    @Test
    void lookAfterBackups() throws IOException, NoSuchAlgorithmException {
        Path winter = Aged.backup(backUp(), "2024-02-10T02:15:00Z");
        Path laterInWinter = Aged.backup(backUp(), "2024-03-20T02:15:00Z");
        Path spring = Aged.backup(backUp(), "2024-05-01T02:15:00Z");
        Path example = backUp();
        Page page = page("look-after-backups")
                .means(EXAMPLE, example)
                .means("changes.csv", folder.resolve("changes.csv"))
                .means("quarters", folder.resolve("quarters"))
                .means("report.html", folder.resolve("report.html"));

        assertThat(page.next().endsWith(0).out())
                .startsWith("csv: 2 tables, 1,200 rows read\nsound: ")
                .hasLineCount(2);

        assertThat(page.next().endsWith(0).out()).startsWith("passed: 2 tables, 1,200 rows on PostgreSQL ");
        assertThat(Backup.open(example).proof().map(Proof::kind)).contains(Proof.Kind.DRILL);

        database.execute("DELETE FROM proteins WHERE id = 7", "UPDATE proteins SET name = 'other' WHERE id = 8");
        assertThat(page.next().endsWith(1).out())
                .endsWith("table: public.proteins, 1200 → 1199 rows: 0 added, 1 removed, 1 changed\n");
        assertThat(folder.resolve("changes.csv")).content().contains("protein 8", "other");

        List<Path> recent = new ArrayList<>();
        for (int further = 0; further < 4; further++) {
            recent.add(backUp());
        }
        Page.Ran planned = page.next().endsWith(0);
        assertThat(kept(planned.out()))
                .containsExactly(
                        "would remove " + winter.getFileName() + " no rule keeps it",
                        "keep " + laterInWinter.getFileName() + " the one of Q1 2024",
                        "keep " + spring.getFileName() + " the one of Q2 2024",
                        "keep " + example.getFileName() + " one of the last 5",
                        "keep " + recent.get(0).getFileName() + " one of the last 5",
                        "keep " + recent.get(1).getFileName() + " one of the last 5",
                        "keep " + recent.get(2).getFileName() + " one of the last 5",
                        "keep " + recent.get(3).getFileName() + " one of the last 5");
        assertThat(planned.err()).isEqualTo("nothing was removed; --apply does it\n");
        assertThat(winter).exists();

        Page.Ran pruned = page.next().endsWith(0);
        assertThat(kept(pruned.out())).contains("removed " + winter.getFileName() + " no rule keeps it");
        assertThat(pruned.err()).doesNotContain("coffer: ");
        assertThat(winter).doesNotExist();
        assertThat(List.of(laterInWinter, spring, example)).allMatch(Files::exists);

        assertThat(kept(page.next().endsWith(0).out()))
                .startsWith(
                        "removed " + laterInWinter.getFileName() + " the one of Q1 2024, which goes to "
                                + folder.resolve("quarters"),
                        "removed " + spring.getFileName() + " the one of Q2 2024, which goes to "
                                + folder.resolve("quarters"));
        assertThat(List.of(laterInWinter, spring)).noneMatch(Files::exists);
        assertThat(Backup.list(folder.resolve("quarters")))
                .hasSize(2)
                .allSatisfy(backup -> assertThat(backup.verify().isSound()).isTrue());

        page.next().endsWith(0);
        assertThat(Backup.open(example).heldBecause()).contains("before the 3.0 migration");

        assertThat(page.next().endsWith(0).out()).isEqualTo(folder.resolve("report.html") + "\n");
        assertThat(folder.resolve("report.html"))
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("public.proteins");

        database.execute("DELETE FROM proteins WHERE id % 2 = 0");
        assertThat(page.next().endsWith(1).err())
                .endsWith(
                        "coffer: tables lost more rows than the shrink guard allows: table public.proteins had 1199 rows and"
                                + " has 599\nHint: if the rows were removed on purpose, run once without --fail-shrink; if not,"
                                + " restore them from the last backup, which is untouched\n");
        page.isAtItsEnd();
    }

    /** What is done with each backup, its directory and the reason: the columns that are the same in every run. */
    private static List<String> kept(String table) {
        return table.lines()
                .skip(1)
                .map(line -> line.split(" {2,}"))
                .map(columns -> columns[0] + " " + columns[4] + " " + columns[5])
                .toList();
    }

    @Test
    void archive() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        String fresh = database.name() + "_new";
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            Page page = page("archive")
                    .variable("TARGET_URL", target.uri())
                    .means("neon.tar.gz", folder.resolve("neon.tar.gz"))
                    .means("/mnt/elsewhere", elsewhere)
                    .means("neondb_new", fresh);

            Path backup = Path.of(page.next().endsWith(0).lastLine());
            assertThat(backup).isDirectory();
            assertThat(Path.of(backup + ".tar.gz")).isRegularFile();

            page.means(EXAMPLE, backup);
            assertThat(page.next().endsWith(0).out()).isEqualTo(folder.resolve("neon.tar.gz") + "\n");
            Path copy = Path.of(page.next().endsWith(0).lastLine());
            assertThat(copy).hasParent(elsewhere);
            assertThat(Backup.open(copy).tables()).isEqualTo(Backup.open(backup).tables());

            Files.delete(folder.resolve("neon.tar.gz"));
            assertThat(page.next().endsWith(0).err()).contains("streamed 2 tables, 1,200 rows as of ");
            assertThat(page.next().endsWith(0).out())
                    .startsWith("restored 2 tables, 1,200 rows, ")
                    .endsWith("\nverified before: manifest, SHA-256 of 6 files\n");
            assertThat(target.query("SELECT count(*) FROM proteins")).isEqualTo("1200");

            assertThat(page.next().endsWith(0).err()).endsWith("\ncomplete_backup.json\n");
            try {
                assertThat(page.next().endsWith(0).out()).startsWith("restored 2 tables, 1,200 rows, ");
            } finally {
                TestServer.newest().administer("DROP DATABASE IF EXISTS " + fresh);
            }
            page.isAtItsEnd();
        }
    }

    @Test
    void guardAnImport() throws IOException {
        database.execute("INSERT INTO protein_aliases VALUES ('before')");
        Path script = folder.resolve("import.sh");
        Page page = page("guard-an-import").means("./import.sh", script).means("psql", script);

        executable(script, "echo imports $1");
        Page.Ran good = page.next().endsWith(0);
        Path backup = Path.of(good.lastLine());
        assertThat(good.out()).hasLineCount(1);
        assertThat(good.err()).endsWith("imports new_proteins.csv\n");
        assertThat(Backup.list(backups)).extracting(Backup::directory).containsExactly(backup);

        executable(script, "exit 3");
        assertThat(page.next().endsWith(1).err())
                .contains(
                        "coffer: the command " + script + " ended with status 3; the guard left the tables as they are;"
                                + " their state before lies in ");
        page.isAtItsEnd();
    }

    private static void executable(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void troubleshoot() throws IOException {
        String role = "r_" + database.name();
        database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            Page page = page("troubleshoot")
                    .variable("POSTGRES_URL", database.uri(role, "secret"))
                    .variable("TARGET_URL", target.uri())
                    .means(EXAMPLE, backUp());

            assertThat(page.next().endsWith(1).out())
                    .contains("error  rights       the role \"" + role
                            + "\" may not read 2 tables: public.protein_aliases, public.proteins\n");
            assertThat(page.next().endsWith(0).out()).contains("reachable ");
            page.isAtItsEnd();
        } finally {
            database.execute("DROP ROLE " + role);
        }
    }

    @Test
    void backUpAsThePageDoes() throws IOException {
        Page page = page("back-up");

        Path backup = Path.of(page.next().endsWith(0).lastLine());
        assertThat(backup.getFileName().toString()).startsWith("neon_backup_");
        Path some = Path.of(page.next().endsWith(0).lastLine());
        assertThat(some.resolve("csv_exports")).isDirectoryContaining("glob:**/proteins.csv.gz");
        assertThat(some.resolve("csv_exports/protein_aliases.csv.gz")).doesNotExist();
        assertThat(page.next().endsWith(0).out())
                .contains(backup.getFileName().toString(), some.getFileName().toString());
        page.means(EXAMPLE, backup);
        assertThat(page.next().endsWith(0).out()).contains("public.proteins", "complete_backup.json");
        page.isAtItsEnd();
    }

    @Test
    void restoreAsThePageDoes() throws IOException {
        database.execute(
                "CREATE SCHEMA legacy",
                "CREATE TABLE legacy.old AS SELECT 1 AS id",
                "CREATE VIEW short AS SELECT name FROM proteins WHERE id < 10");
        Path backup = backUp("json,csv");
        String fresh = database.name() + "_new";
        Page page = page("restore")
                .variable("SERVER_URL", database.uri())
                .means(EXAMPLE, backup)
                .means("BACKUP", backup)
                .means("neondb_new", fresh)
                .means("~/Downloads/complete_backup.json", backup.resolve("complete_backup.json"));
        TestServer server = TestServer.newest();
        try (TestDatabase whole = server.createDatabase();
                TestDatabase loose = server.createDatabase();
                TestDatabase halves = server.createDatabase();
                TestDatabase chosen = server.createDatabase()) {
            page.variable("TARGET_URL", whole.uri());
            assertThat(page.next().endsWith(0).out()).startsWith("restored 3 tables, 1,201 rows, ");
            try {
                assertThat(page.next().endsWith(0).out()).startsWith("restored 3 tables, 1,201 rows, ");
            } finally {
                server.administer("DROP DATABASE IF EXISTS " + fresh);
            }
            page.variable("TARGET_URL", loose.uri());
            assertThat(page.next().endsWith(0).out()).startsWith("restored 3 tables, 1,201 rows, ");
            page.variable("TARGET_URL", halves.uri());
            assertThat(page.next().endsWith(0).out()).startsWith("restored ");
            assertThat(halves.query("SELECT count(*) FROM proteins")).isEqualTo("0");
            assertThat(page.next().endsWith(0).out()).startsWith("restored 3 tables, 1,201 rows, ");
            page.variable("TARGET_URL", chosen.uri());
            assertThat(page.next().endsWith(0).out()).startsWith("restored 2 tables, 1,201 rows, ");
            assertThat(chosen.query("SELECT count(*) || ' ' || to_regclass('legacy.old') || coalesce(to_regclass("
                            + "'protein_aliases')::text, '') FROM short"))
                    .isEqualTo("9 legacy.old");
        }
        page.isAtItsEnd();
    }

    @Test
    void neonAndPoolersAsThePagesDo() throws IOException {
        String trial = database.name() + "_trial";
        Page page = page("neon")
                .means("postgresql://postgres@localhost/postgres", database.uri())
                .means("neondb_trial", trial);
        page.means(EXAMPLE, page.next().endsWith(0).lastLine());
        try {
            assertThat(page.next().endsWith(0).out()).startsWith("restored 2 tables, 1,200 rows, ");
        } finally {
            TestServer.newest().administer("DROP DATABASE IF EXISTS " + trial);
        }
        page.isAtItsEnd();

        Page pooler = page("poolers-and-standbys");
        assertThat(Path.of(pooler.next().endsWith(0).lastLine())).isDirectory();
        pooler.isAtItsEnd();
    }

    @Test
    void ownersAndGrantsAsThePageDoes() throws IOException {
        String role = "r_" + database.name();
        database.execute(
                "CREATE ROLE " + role,
                "ALTER TABLE proteins OWNER TO " + role,
                "GRANT SELECT ON proteins TO pg_monitor",
                "ALTER DATABASE " + database.name() + " SET work_mem = '8MB'");
        try (TestDatabase target = TestServer.newest().createDatabase();
                TestDatabase prepared = TestServer.newest().createDatabase()) {
            prepared.execute("CREATE TABLE proteins (id int, name text)", "CREATE TABLE protein_aliases (alias text)");
            Page page = page("owners-and-grants")
                    .variable("TARGET_URL", target.uri())
                    .means("BACKUP", backUp());

            assertThat(page.next().endsWith(0).out()).contains("public.proteins");
            assertThat(target.query("SELECT to_regclass('proteins')")).isNull();
            page.next().endsWith(0);
            assertThat(target.query(
                            "SELECT relowner::regrole || ' ' || has_table_privilege('pg_monitor', oid, 'SELECT')"
                                    + " FROM pg_class WHERE oid = 'proteins'::regclass"))
                    .isEqualTo(role + " true");
            assertThat(target.query("SHOW work_mem")).isEqualTo("8MB");
            page.variable("TARGET_URL", prepared.uri());
            page.next().endsWith(0);
            assertThat(prepared.query("SELECT count(*) FROM proteins")).isEqualTo("1200");
            page.isAtItsEnd();
        } finally {
            database.execute("ALTER TABLE proteins OWNER TO postgres", "DROP ROLE " + role);
        }
    }

    @Test
    @OnServerOfTools
    @EnabledIfClientTools({"pg_dump", "pg_restore"})
    void pgDumpAsThePageDoes() throws IOException {
        TestServer server = TestServer.ofTools();
        try (TestDatabase source = server.createDatabase();
                TestDatabase archived = server.createDatabase();
                TestDatabase bare = server.createDatabase()) {
            source.execute("CREATE TABLE proteins AS SELECT n AS id FROM generate_series(1, 7) n");
            TestTerminal terminal = TestTerminal.of(Map.of());
            assertThat(terminal.run(
                            "backup",
                            "--source",
                            source.uri(),
                            "--to",
                            backups.toString(),
                            "--format",
                            "pgdump",
                            "--archive",
                            "tar.gz"))
                    .as(terminal.err())
                    .isZero();
            Path backup = Path.of(terminal.out().lines().reduce("", (before, line) -> line));
            Files.copy(Path.of(backup + ".tar.gz"), folder.resolve("neon.tar.gz"));
            Files.copy(backup.resolve("complete_backup.dump"), folder.resolve("complete_backup.dump"));
            Page page = page("pg-dump");

            page.variable("TARGET_URL", archived.uri()).next().endsWith(0);
            page.variable("TARGET_URL", bare.uri()).next().endsWith(0);

            assertThat(archived.query("SELECT sum(id) FROM proteins")).isEqualTo("28");
            assertThat(bare.query("SELECT sum(id) FROM proteins")).isEqualTo("28");
            page.isAtItsEnd();
        }
    }

    @Test
    void warnsOfTablesThatShrank() {
        backUp();
        database.execute("DELETE FROM proteins WHERE id > 600");
        TestTerminal terminal = TestTerminal.of(Map.of("POSTGRES_URL", database.uri()));

        assertThat(terminal.run(
                        "backup", "--source", "env:POSTGRES_URL", "--to", backups.toString(), "--warn-shrink", "20"))
                .isZero();

        assertThat(Path.of(terminal.out().lines().reduce("", (before, line) -> line)))
                .isDirectory();
        assertThat(terminal.err()).contains("proteins had 1200 rows and has 600");
        TestTerminal json = TestTerminal.of(Map.of("POSTGRES_URL", database.uri()));
        database.execute("DELETE FROM proteins");
        assertThat(json.run(
                        "backup",
                        "--source",
                        "env:POSTGRES_URL",
                        "--to",
                        backups.toString(),
                        "--warn-shrink",
                        "20",
                        "--output",
                        "json"))
                .isZero();
        assertThat(json.out()).contains("proteins had 600 rows and has 0");
    }
}

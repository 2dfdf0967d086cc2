package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivingCommandsTest {
    private final TestDatabase database = TestServer.newest().createDatabase();
    private final TestTerminal terminal = TestTerminal.of(Map.of("SOURCE", database.uri()));

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        database.execute(
                "CREATE TABLE proteins (id int PRIMARY KEY, name text)",
                "INSERT INTO proteins SELECT n, 'protein ' || n FROM generate_series(1, 1200) n");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Path backUp() {
        assertThat(terminal.run("backup", "--source", "env:SOURCE", "--to", folder.toString()))
                .as(terminal.err())
                .isZero();
        List<String> lines = terminal.out().lines().toList();
        return Path.of(lines.get(lines.size() - 1));
    }

    @Test
    void takesAnEditedDocumentOnlyWhenToldTo() throws IOException {
        Path document = backUp().resolve("complete_backup.json");
        Path edited = Files.writeString(
                folder.resolve("edited.json"), Files.readString(document).replace("\"protein 7\"", "\"by hand\""));
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            TestTerminal shell = TestTerminal.of(Map.of("TARGET", target.uri()));

            assertThat(shell.run("restore", edited.toString(), "--target", "env:TARGET"))
                    .isEqualTo(1);
            assertThat(shell.err())
                    .contains("edited.json")
                    .contains("--accept-edited")
                    .doesNotContain("by hand");
            assertThat(target.query("SELECT to_regclass('proteins')")).isNull();

            assertThat(shell.run("restore", edited.toString(), "--target", "env:TARGET", "--accept-edited"))
                    .as(shell.err())
                    .isZero();
            assertThat(target.query("SELECT name FROM proteins WHERE id = 7")).isEqualTo("by hand");
        }
    }

    @Test
    void verifiesAndLeavesAProof() {
        Path backup = backUp();

        assertThat(terminal.run("verify", backup.toString(), "--leave-proof")).isZero();

        assertThat(terminal.out())
                .contains("1 table, 1,200 rows read\n")
                .contains("sound: ")
                .doesNotContain("files only");
        assertThat(Backup.open(backup).proof()).isPresent();
    }

    @Test
    void namesEveryFault() throws IOException {
        Path backup = backUp();
        Files.writeString(backup.resolve("csv_exports/proteins.csv"), "id,name\n");
        Files.delete(backup.resolve("schema.sql"));

        assertThat(terminal.run("verify", backup.toString())).isEqualTo(1);

        assertThat(terminal.err())
                .contains("fault: the file has 8 bytes, and ")
                .contains("fault: the file is missing (file schema.sql)");
        assertThat(terminal.out()).contains("DAMAGED: ");
        assertThat(Backup.open(backup).proof()).isEmpty();
    }

    @Test
    void drillsAndLeavesAProof() {
        Path backup = backUp();

        assertThat(terminal.run("drill", backup.toString(), "--server", "env:SOURCE"))
                .as(terminal.err())
                .isZero();

        assertThat(terminal.out()).contains("passed: 1 table, 1,200 rows on PostgreSQL ");
        assertThat(Backup.open(backup).proof()).isPresent();
    }

    @Test
    void comparesWithTheLiveDatabaseAndWithALaterBackup() throws IOException {
        Path before = backUp();
        database.execute("DELETE FROM proteins WHERE id = 7", "UPDATE proteins SET name = 'other' WHERE id = 8");
        String expected = "table: public.proteins, 1200 → 1199 rows: 0 added, 1 removed, 1 changed\n";
        Path details = folder.resolve("details.txt");

        assertThat(terminal.run(
                        "compare", before.toString(), "--database", "env:SOURCE", "--details", details.toString()))
                .isEqualTo(1);
        assertThat(terminal.out()).endsWith(expected);
        assertThat(Files.readString(details)).contains("  ~ id=\"8\": name: \"protein 8\" → \"other\"\n");

        Path after = backUp();
        assertThat(terminal.run("compare", before.toString(), after.toString())).isEqualTo(1);
        assertThat(terminal.out()).endsWith(expected);
        assertThat(terminal.run("compare", after.toString(), after.toString())).isZero();
        assertThat(terminal.out()).endsWith("identical: 1 table\n");
    }

    @Test
    void prunesOnlyWhenToldTo() {
        Path first = backUp();
        Path second = backUp();
        assertThat(terminal.run("hold", second.toString(), "--reason", "case 7"))
                .isZero();
        Path third = backUp();
        Path fourth = backUp();

        assertThat(terminal.run("prune", folder.toString(), "--keep-last", "1")).isZero();
        assertThat(terminal.out()).contains("would remove  ").contains("held: case 7");
        assertThat(terminal.err()).endsWith("nothing was removed; --apply does it\n");
        assertThat(first).exists();

        assertThat(terminal.run("prune", folder.toString(), "--keep-last", "1", "--apply"))
                .isZero();
        assertThat(List.of(first, third)).noneMatch(Files::exists);
        assertThat(List.of(second, fourth)).allMatch(Files::exists);

        assertThat(terminal.run("hold", second.toString(), "--release")).isZero();
        assertThat(terminal.run("prune", folder.toString(), "--keep-last", "1", "--apply"))
                .isZero();
        assertThat(second).doesNotExist();
    }

    @Test
    void refusesToPruneWithoutARule() {
        assertThat(terminal.run("prune", folder.toString())).isEqualTo(2);
        assertThat(terminal.err())
                .isEqualTo("coffer: no rule was given: --keep-last, --keep-days, --keep-quarterly or --archive-to\n"
                        + "Hint: coffer prune --help lists what it takes\n");
        assertThat(terminal.run("prune", folder.toString(), "--keep-last", "0")).isEqualTo(2);
        assertThat(terminal.err())
                .endsWith("coffer: --keep-last must be at least 1: 0\nHint: coffer prune --help lists what it takes\n");
        assertThat(terminal.run("prune", folder.toString(), "--keep-days", "0")).isEqualTo(2);
        assertThat(terminal.err())
                .endsWith("coffer: --keep-days must be at least 1: 0\nHint: coffer prune --help lists what it takes\n");
    }

    @Test
    void takesUnchangedTablesFromTheBackupBefore() {
        database.execute("CREATE TABLE remark (line text)");
        String[] incremental = {"backup", "--source", "env:SOURCE", "--to", folder.toString(), "--incremental"};
        assertThat(terminal.run(incremental)).as(terminal.err()).isZero();
        assertThat(terminal.err())
                .contains("note: every table was read: there is no earlier backup of this database that records what a"
                        + " later one can build on\n");
        database.execute("INSERT INTO remark VALUES ('x')");
        Path base = Backup.list(folder).get(0).directory();

        assertThat(terminal.run(incremental)).as(terminal.err()).isZero();
        assertThat(terminal.out())
                .contains("1 of 2 tables unchanged since " + base.getFileName() + ", taken from there\n");
        assertThat(terminal.run(
                        "backup", "--source", "env:SOURCE", "--to", folder.toString(), "--base", base.toString()))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.run("verify", Backup.list(folder).get(2).directory().toString()))
                .isZero();
    }

    @Test
    void saysWhenMoreLieThereThanAreToBeKept() {
        Path first = backUp();
        backUp();
        assertThat(terminal.err()).doesNotContain("warning: more than");

        assertThat(terminal.run("backup", "--source", "env:SOURCE", "--to", folder.toString(), "--keep-last", "2"))
                .isZero();

        assertThat(terminal.err())
                .contains("warning: more than the last 2 lie in " + folder + "; coffer prune " + folder
                        + " --keep-last 2 --apply would remove 1 backup\n");
        assertThat(terminal.questions()).isEmpty();
        assertThat(first).exists();
    }

    @Test
    void onATerminalOffersToRemoveTheRest() {
        Path first = backUp();
        String[] keepOne = {"backup", "--source", database.uri(), "--to", folder.toString(), "--keep-last", "1"};

        for (String no : List.of("", "n", "x")) {
            TestTerminal unwilling = TestTerminal.answering(no);
            assertThat(unwilling.run(keepOne)).as(unwilling.err()).isZero();
            assertThat(unwilling.questions()).hasSize(1);
        }
        assertThat(first).exists();
        TestTerminal willing = TestTerminal.answering("y");
        assertThat(willing.run(keepOne)).as(willing.err()).isZero();

        assertThat(willing.questions()).containsExactly("Remove 4 backups now? [y/N] ");
        assertThat(Backup.list(folder)).hasSize(1);
        assertThat(first).doesNotExist();
    }

    @Test
    void writesThePage() {
        backUp();
        Path page = folder.resolve("report.html");

        assertThat(terminal.run("report", folder.toString(), "--out", page.toString()))
                .isZero();

        assertThat(page).content().contains("public.proteins");
    }
}

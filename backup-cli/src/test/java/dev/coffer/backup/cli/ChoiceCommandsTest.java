package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chosen tables and rows, targets that hold something, and files that lie alone. */
class ChoiceCommandsTest {
    private final TestDatabase database = TestServer.newest().createDatabase();
    private final TestDatabase target = TestServer.newest().createDatabase();
    private final TestTerminal terminal = TestTerminal.of(Map.of("SOURCE", database.uri(), "TARGET", target.uri()));

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        database.execute(
                "CREATE TABLE proteins (id int PRIMARY KEY, name text)",
                "INSERT INTO proteins SELECT n, 'protein ' || n FROM generate_series(1, 12) n",
                "CREATE TABLE interactions (id int PRIMARY KEY, a int REFERENCES proteins, created_at timestamptz)",
                "INSERT INTO interactions SELECT n, n, now() - n * interval '1 day' FROM generate_series(1, 12) n",
                "CREATE VIEW names AS SELECT name FROM proteins",
                "CREATE TABLE audit_log (entry text)",
                "INSERT INTO audit_log VALUES ('x')");
    }

    @AfterEach
    void drop() {
        database.close();
        target.close();
    }

    private Path backUp(String... options) {
        String[] arguments = Stream.concat(
                        Stream.of("backup", "--source", "env:SOURCE", "--to", folder.toString(), "--jobs", "1"),
                        Stream.of(options))
                .toArray(String[]::new);
        assertThat(terminal.run(arguments)).as(terminal.err()).isIn(0, 3);
        List<String> lines = terminal.out().lines().toList();
        return Path.of(lines.get(lines.size() - 1));
    }

    private int restore(Path backup, String... options) {
        return terminal.run(
                Stream.concat(Stream.of("restore", backup.toString(), "--target", "env:TARGET"), Stream.of(options))
                        .toArray(String[]::new));
    }

    private int load(Path file, String... options) {
        return terminal.run(
                Stream.concat(Stream.of("load", file.toString(), "--target", "env:TARGET"), Stream.of(options))
                        .toArray(String[]::new));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void backsUpTheRowsThatConditionsChooseAndLeavesOutOthers() throws IOException {
        Path backup = backUp(
                "--where",
                "proteins=id <= 3",
                "--since",
                "public.interactions.created_at=150h",
                "--exclude-data",
                "audit_*",
                "--format",
                "csv");

        assertThat(Files.readAllLines(backup.resolve("csv_exports/proteins.csv")))
                .hasSize(4);
        assertThat(Files.readAllLines(backup.resolve("csv_exports/interactions.csv")))
                .hasSize(7);
        assertThat(backup.resolve("csv_exports/audit_log.csv")).doesNotExist();
        assertThat(terminal.err()).contains("without its rows: public.audit_log\n");
    }

    @Test
    @DisplayName("F43 a condition that leaves its expression is not understood, and not repeated")
    void refusesConditionsThatAreNone() {
        assertThat(terminal.run("backup", "--source", "env:SOURCE", "--where", "proteins=true); DROP TABLE x --"))
                .isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        coffer: expression must be one whole SQL expression, and it has a parenthesis that was not opened
                        Hint: coffer backup --help lists what it takes
                        """);
        TestTerminal second = TestTerminal.of(Map.of("SOURCE", database.uri()));
        assertThat(second.run("backup", "--source", "env:SOURCE", "--since", "created_at=7d"))
                .isEqualTo(2);
        assertThat(second.err()).isEqualTo("""
                        coffer: --since takes TABLE.COLUMN=DURATION, such as public.interactions.created_at=7d
                        Hint: coffer backup --help lists what it takes
                        """);
        TestTerminal third = TestTerminal.of(Map.of("SOURCE", database.uri()));
        assertThat(third.run("backup", "--source", "env:SOURCE", "--since", "interactions.created_at=soon"))
                .isEqualTo(2);
        assertThat(third.err()).isEqualTo("""
                        coffer: a duration is a number with s, m, h, d or w, such as 7d or 12h: soon
                        Hint: coffer backup --help lists what it takes
                        """);
    }

    @Test
    void aPatternThatFitsNothingNamesTheOptionThatLetsItPass() {
        assertThat(terminal.run(
                        "backup", "--source", "env:SOURCE", "--to", folder.toString(), "--exclude-data", "audit_log_*"))
                .isEqualTo(1);
        assertThat(terminal.err()).endsWith("""
                        coffer: no table fits the pattern "audit_log_*" of excludeData
                        Hint: patterns are compared with names as the catalogue holds them, case included; the plan has public.audit_log, public.interactions, public.proteins; --allow-no-match lets it pass
                        """);
        assertThat(backUp("--exclude-data", "audit_log_*", "--allow-no-match")).isDirectory();
    }

    @Test
    void restoresChosenTablesAndNamesWhatStaysBehind() {
        Path backup = backUp();

        assertThat(restore(backup, "--table", "interactions")).isEqualTo(3);
        assertThat(terminal.err())
                .contains("skipped foreign key public.interactions interactions_a_fkey: it refers to public.proteins,"
                        + " which the selection leaves out\n");
        assertThat(target.query("SELECT count(*) FROM interactions")).isEqualTo("12");

        assertThat(restore(backup, "--table", "proteins", "--with-dependents", "--format", "csv"))
                .as(terminal.err())
                .isZero();
        assertThat(target.query("SELECT count(*) FROM names")).isEqualTo("12");
        assertThat(target.query("SELECT to_regclass('audit_log')")).isNull();
    }

    @Test
    void doesWithWhatExistsWhatItIsTold() {
        Path backup = backUp();
        assertThat(restore(backup)).as(terminal.err()).isZero();
        target.execute(
                "DELETE FROM interactions", "DELETE FROM proteins WHERE id > 6", "UPDATE proteins SET name = 'mine'");

        assertThat(restore(backup, "--existing", "skip", "--data-only", "--table", "proteins"))
                .as(terminal.err())
                .isZero();
        assertThat(target.query("SELECT count(*) || ' ' || count(*) FILTER (WHERE name = 'mine') FROM proteins"))
                .isEqualTo("12 6");
        assertThat(restore(backup, "--existing", "UPSERT", "--data-only", "--exclude", "audit_log"))
                .as(terminal.err())
                .isZero();
        assertThat(target.query("SELECT count(*) FROM proteins WHERE name = 'mine'"))
                .isEqualTo("0");
        assertThat(restore(backup, "--existing", "clean")).as(terminal.err()).isZero();
        assertThat(target.query("SELECT count(*) FROM interactions")).isEqualTo("12");

        assertThat(restore(backup, "--existing", "replace")).isEqualTo(2);
        assertThat(terminal.err()).endsWith("Hint: coffer restore --help lists what it takes\n");
    }

    @Test
    void saysWhatItWouldDoAndDoesNothing() {
        Path backup = backUp();

        assertThat(restore(backup, "--dry-run")).as(terminal.err()).isZero();
        assertThat(terminal.out())
                .contains("  create  table public.proteins\n", "  load    table public.interactions: 12 rows\n");
        assertThat(target.query("SELECT to_regclass('proteins')")).isNull();

        assertThat(restore(backup, "--jobs", "2")).as(terminal.err()).isZero();
        assertThat(target.query("SELECT count(*) FROM proteins")).isEqualTo("12");
    }

    @Test
    void takesARestrictedTableForTheWholeOnlyWhenTold() {
        Path backup = backUp("--where", "proteins=id <= 3", "--table", "proteins");

        assertThat(restore(backup)).isEqualTo(1);
        assertThat(terminal.err()).contains("public.proteins").contains("--allow-partial");
        assertThat(restore(backup, "--allow-partial")).as(terminal.err()).isZero();
        assertThat(target.query("SELECT count(*) FROM proteins")).isEqualTo("3");
    }

    @Test
    void loadsAFileIntoATable() throws IOException {
        target.execute("CREATE TABLE proteins (id int PRIMARY KEY, name text DEFAULT 'none')");
        Path file = write("people.csv", "name;id\r\nA;1\r\n;2\r\n");

        assertThat(load(file, "--into", "proteins")).isEqualTo(1);
        assertThat(terminal.err()).endsWith("""
                        coffer: the header names a column that the table does not have (table public.proteins, column name;id, file people.csv, line 1)
                        Hint: the fields seem to be separated by semicolons: give --separator CHARACTER
                        """);
        assertThat(load(file, "--into", "proteins", "--separator", ";"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out())
                .contains("restored 1 table, 2 rows, ")
                .endsWith("verified before: read to its end; it carries nothing to compare its rows with\n");
        assertThat(target.query("SELECT count(*) FROM proteins WHERE name IS NULL"))
                .isEqualTo("1");
    }

    @Test
    void loadsBesideAndOverWhatIsThereWhenTold() throws IOException {
        target.execute(
                "CREATE TABLE proteins (id int PRIMARY KEY, name text)", "INSERT INTO proteins VALUES (1, 'old')");
        Path file = write("proteins.csv", "id,name\n1,new\n2,B\n");

        assertThat(load(file)).isEqualTo(1);
        assertThat(terminal.err()).contains("""
                        coffer: a table of the target holds rows: public.proteins
                        Hint: empty these tables first, or choose what to do with their rows with --existing POLICY
                        """);
        assertThat(load(file, "--existing", "append")).isEqualTo(1);
        assertThat(terminal.err()).contains("(table public.proteins, row 1, file proteins.csv, line 2)");
        assertThat(load(file, "--existing", "skip")).as(terminal.err()).isZero();
        assertThat(target.query("SELECT string_agg(name, ' ' ORDER BY id) FROM proteins"))
                .isEqualTo("old B");
        assertThat(load(file, "--existing", "upsert", "--dry-run"))
                .as(terminal.err())
                .isZero();
        assertThat(target.query("SELECT name FROM proteins WHERE id = 1")).isEqualTo("old");
        assertThat(load(file, "--existing", "upsert")).as(terminal.err()).isZero();
        assertThat(target.query("SELECT name FROM proteins WHERE id = 1")).isEqualTo("new");
    }

    @Test
    void refusesASeparatorThatIsNone() {
        assertThat(load(folder, "--separator", "::")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        coffer: --separator takes one character, or the word tab
                        Hint: coffer load --help lists what it takes
                        """);
    }
}

package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Scope;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {
    private final TestDatabase target = TestServer.newest().createDatabase();

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private static String[] lines(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> i + "\tname " + i).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 20_000})
    @DisplayName("F19 fails when the file holds fewer rows than the manifest says")
    void refusesMissingRows(int count) {
        HandMade backup = new HandMade().table("t", "id integer, name text", lines(count));
        backup.tamper("t", lines(count - 1));

        BackupException failure = Restoring.of(backup, target).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.ROW_COUNT);
        assertThat(failure)
                .hasMessage(
                        "the file holds " + (count - 1) + " rows of the table, " + count
                                + " were backed up (table public.t, file public.t.lines)\n"
                                + "Hint: the file was damaged or edited after the backup: restore from another format or backup");
        assertThat(target.query("SELECT to_regclass('public.t')")).isNull();
    }

    @Test
    @DisplayName("F19 fails when the file holds other rows than were backed up")
    void refusesOtherRows() {
        HandMade backup = new HandMade().table("t", "id integer, name text", "1\ta", "2\tb");
        backup.tamper("t", "1\ta", "2\tc");

        BackupException failure = Restoring.of(backup, target).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.CONTENT_HASH);
        assertThat(failure)
                .hasMessage(
                        "the file holds other rows of the table than were backed up (table public.t, file public.t.lines)\n"
                                + "Hint: the file was damaged or edited after the backup: restore from another format or backup");
        assertThat(target.query("SELECT to_regclass('public.t')")).isNull();
    }

    @Test
    @DisplayName("F19 fails when the server counts other rows than were loaded")
    void refusesRowsThatDidNotArrive() {
        HandMade backup = new HandMade()
                .table("t", "id integer, name text", lines(3))
                .post("statement", "thief", "t", "DELETE FROM public.t WHERE id = 2");

        BackupException failure = Restoring.of(backup, target).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.ROW_COUNT);
        assertThat(failure)
                .hasMessage(
                        "3 rows were loaded, the server counts 2 (table public.t)\n"
                                + "Hint: another session writes to the table, or a trigger or rule of the target keeps rows out");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20_000})
    void namesTheRowThatTheServerRefusesButNotItsValue(int count) {
        String[] lines = lines(count);
        lines[6] = "canary-4711\tname";
        HandMade backup = new HandMade()
                .pre("table", "before", "CREATE TABLE public.before (a integer)")
                .rows("before", "a integer", "1")
                .table("t", "id integer, name text", lines);

        BackupException failure = Restoring.of(backup, target).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.DATA_REFUSED);
        assertThat(failure.where().row()).isEqualTo(7);
        assertThat(failure.where().column()).isEqualTo("id");
        assertThat(failure.where().file()).isEqualTo("public.t.lines");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("canary");
    }

    @Test
    void leavesTheTargetAsItWasWhenTheLastTableFails() {
        target.execute(
                "CREATE TABLE a (id int, name text)",
                "CREATE TABLE b (id int, name text CHECK (name <> 'bad'))",
                "CREATE SEQUENCE s",
                "SELECT setval('s', 17)");
        HandMade backup = new HandMade()
                .rows("a", "id integer, name text", lines(20_000))
                .rows("b", "id integer, name text", "1\tgood", "2\tbad")
                .sequence("s", 99, true);

        BackupException failure =
                Restoring.of(backup, target).scope(Scope.DATA_ONLY).fail();

        assertThat(failure)
                .hasMessage("loading rows: check_violation (SQLSTATE 23514) of constraint \"b_name_check\" on table"
                        + " \"b\" (table public.b, row 2, file public.b.lines)\n"
                        + "Hint: the target's table has a constraint that the rows of the backup do not satisfy: restore"
                        + " everything into an empty database, or into a schema that matches");
        assertThat(target.query(
                        "SELECT (SELECT count(*) FROM a) || ',' || (SELECT count(*) FROM b) || ',' || last_value"
                                + " FROM s"))
                .isEqualTo("0,0,17");
    }

    @Test
    void loadsTablesWithoutColumnsAndWithoutRows() {
        HandMade backup = new HandMade()
                .table("nothing", "")
                .table("hollow", "", "", "", "")
                .pre("table", "computed", "CREATE TABLE public.computed (a int GENERATED ALWAYS AS (1) STORED)")
                .rows("computed", "", "", "");

        assertThat(Restoring.of(backup, target).run().rows()).isEqualTo(5);

        assertThat(target.query("SELECT (SELECT count(*) FROM hollow) || ',' || (SELECT sum(a) FROM computed)"))
                .isEqualTo("3,2");
    }

    @Test
    void loadsNamesThatNeedQuoting() {
        HandMade backup = new HandMade()
                .pre("table", "odd", "CREATE TABLE public.\"a;--\"\"'\n$$\" (x text)")
                .rows("a;--\"'\n$$", "x text", "it's \\\\ here");

        assertThat(Restoring.of(backup, target).run().rows()).isEqualTo(1);
        assertThat(target.query("SELECT x FROM \"a;--\"\"'\n$$\"")).isEqualTo("it's \\ here");
    }

    @Test
    void sendsManySmallTablesTogether() {
        HandMade backup = new HandMade();
        for (int i = 0; i < 500; i++) {
            backup.table("t" + i, "id integer, name text", lines(20));
        }

        assertThat(Restoring.of(backup, target).run().rows()).isEqualTo(10_000);
    }
}

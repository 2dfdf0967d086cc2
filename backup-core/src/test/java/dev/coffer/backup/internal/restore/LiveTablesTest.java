package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Scope;
import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows only, into tables with triggers, rules and foreign keys (P9). */
class LiveTablesTest {
    private final TestDatabase target = TestServer.newest().createDatabase();

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private void createTrigger() {
        target.execute(
                "CREATE TABLE t (id int, name text)",
                "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN NEW.name := ''spoiled''; RETURN NEW; END'",
                "CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION spoil()",
                "CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION spoil()",
                "CREATE TRIGGER c BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION spoil()",
                "ALTER TABLE t ENABLE ALWAYS TRIGGER b",
                "ALTER TABLE t DISABLE TRIGGER c");
    }

    @Test
    void keepsTriggersFromChangingRowsAndPutsTheirStateBack() {
        createTrigger();
        HandMade backup = new HandMade().rows("t", "id integer, name text", "1\tone");

        assertThat(Restoring.of(backup, target).scope(Scope.DATA_ONLY).run().rows())
                .isEqualTo(1);

        assertThat(target.query("SELECT name FROM t")).isEqualTo("one");
        assertThat(target.query("SELECT string_agg(tgname || tgenabled::text, ',' ORDER BY tgname) FROM pg_trigger"))
                .isEqualTo("aO,bA,cD");
    }

    @Test
    void refusesTriggersOfATableThatIsSomebodyElses() {
        createTrigger();
        String role = "r" + target.name();
        target.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'x'", "GRANT SELECT, INSERT ON t TO " + role);
        try {
            HandMade backup = new HandMade().rows("t", "id integer, name text", "1\tone");
            BackupException failure = new Restoring(backup, ConnectionSource.ofUrl(target.uri(role, "x")))
                    .scope(Scope.DATA_ONLY)
                    .fail();

            assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION);
            assertThat(failure)
                    .hasMessage(
                            "the role " + role
                                    + " may not disable the triggers of a table of the target (table public.t)\n"
                                    + "Hint: connect as the table's owner, or drop the triggers for as long as the restore runs");
        } finally {
            target.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    @Test
    void loadsRowsThatRewriteRulesWouldTurnAway() {
        target.execute("CREATE TABLE t (id int)", "CREATE RULE nothing AS ON INSERT TO t DO INSTEAD NOTHING");
        HandMade backup = new HandMade().rows("t", "id integer", "1", "2");

        assertThat(Restoring.of(backup, target).scope(Scope.DATA_ONLY).run().rows())
                .isEqualTo(2);
    }

    @Test
    void loadsRowsThatReferToEachOther() {
        target.execute(
                "CREATE TABLE a (id int PRIMARY KEY, b int)",
                "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a)",
                "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b DEFERRABLE",
                "CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree)");
        HandMade backup = new HandMade()
                .rows("a", "id integer, b integer", "1\t11", "2\t12")
                .rows("b", "id integer, a integer", "11\t2", "12\t1")
                .rows("tree", "id integer, parent integer", "1\t2", "2\t3", "3\t\\N");

        assertThat(Restoring.of(backup, target).scope(Scope.DATA_ONLY).run().rows())
                .isEqualTo(7);

        assertThat(target.query("SELECT string_agg(conname || condeferrable || condeferred, ',' ORDER BY conname)"
                        + " FROM pg_constraint WHERE contype = 'f'"))
                .isEqualTo("a_btruefalse,b_a_fkeyfalsefalse,tree_parent_fkeyfalsefalse");
    }

    @Test
    void refusesRowsThatReferToNothing() {
        target.execute(
                "CREATE TABLE a (id int PRIMARY KEY, b int)",
                "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a)",
                "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b");
        HandMade backup =
                new HandMade().rows("a", "id integer, b integer", "1\t13").rows("b", "id integer, a integer", "11\t1");

        BackupException failure =
                Restoring.of(backup, target).scope(Scope.DATA_ONLY).fail();

        assertThat(failure)
                .hasMessage(
                        "checking deferred constraints: foreign_key_violation (SQLSTATE 23503) of constraint \"a_b\" on"
                                + " table \"a\"");
        assertThat(target.query("SELECT count(*) FROM b")).isEqualTo("0");
    }

    @Test
    void refreshesMaterializedViews() {
        target.execute(
                "CREATE TABLE t (id int)", "CREATE MATERIALIZED VIEW total AS SELECT count(*) FROM t WITH NO DATA");
        HandMade backup = new HandMade()
                .rows("t", "id integer", "1", "2")
                .post("materialized view data", "public.total", "total", "REFRESH MATERIALIZED VIEW public.total")
                .post("materialized view data", "public.gone", "gone", "REFRESH MATERIALIZED VIEW public.gone");

        assertThat(Restoring.of(backup, target).scope(Scope.DATA_ONLY).run().skips())
                .containsExactly(new Skip("materialized view data public.gone", "the target does not have the view"));

        assertThat(target.query("SELECT count FROM total")).isEqualTo("2");
    }
}

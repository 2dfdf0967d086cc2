package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DdlErrorsTest {
    private static final int STATEMENTS = 5_000;

    private final TestDatabase target = TestServer.newest().createDatabase();

    @AfterEach
    void dropTarget() {
        target.close();
    }

    /** A schema of so many statements, with one more at a place in their middle. */
    private static HandMade with(int place, String kind, String name, String... statements) {
        HandMade backup =
                new HandMade().table("parent", "id integer", "1", "2").table("child", "parent integer", "1", "3");
        for (int i = 0; i < STATEMENTS; i++) {
            if (i == place) {
                backup.post(kind, "public." + name, "child", statements);
            }
            backup.post(
                    "function",
                    "public.f" + i + "()",
                    "child",
                    "CREATE FUNCTION public.f" + i + "() RETURNS integer LANGUAGE sql AS 'SELECT " + i + "'");
        }
        return backup;
    }

    private void leavesNothing() {
        assertThat(target.query("SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
                        + " + (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)"))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2718, STATEMENTS - 1})
    void namesAFailingForeignKeyAmongFiveThousandStatements(int place) {
        HandMade backup = with(
                place,
                "foreign key",
                "child child_parent_fkey",
                "ALTER TABLE public.parent ADD PRIMARY KEY (id)",
                "ALTER TABLE ONLY public.child\n    ADD CONSTRAINT child_parent_fkey FOREIGN KEY (parent) REFERENCES"
                        + " public.parent (id)");

        BackupException failure = Restoring.of(backup, target).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.STATEMENT_FAILED);
        assertThat(failure)
                .hasMessage(
                        "the server refused statement 2 of 2 of an object: foreign_key_violation (SQLSTATE 23503) of"
                                + " constraint \"child_parent_fkey\" on table \"child\": ALTER TABLE ONLY public.child ADD CONSTRAINT"
                                + " child_parent_fkey FOREIGN KEY (parent) REFERENCES public.parent (id) (foreign key public.child"
                                + " child_parent_fkey)\n"
                                + "Hint: the rows of the backup do not satisfy it: in the source it was not enforced; correct them"
                                + " there and back up again");
        leavesNothing();
    }

    @Test
    void namesADuplicateObjectAmongFiveThousandStatements() {
        HandMade backup = with(3141, "view", "child", "CREATE VIEW public.child AS SELECT 1");

        BackupException failure = Restoring.of(backup, target).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.STATEMENT_FAILED);
        assertThat(failure)
                .hasMessage(
                        "the server refused to create an object: relation \"child\" already exists (SQLSTATE 42P07): CREATE"
                                + " VIEW public.child AS SELECT 1 (view public.child)\n"
                                + "Hint: the target has it already, or it stands in the backup twice: restore into an empty"
                                + " database, or into a new one with intoNewDatabase(server, name)");
        leavesNothing();
    }

    @Test
    void namesASyntaxErrorAmongFiveThousandStatements() {
        HandMade backup = with(4242, "view", "odd", "CREATE VIEW public.odd AS SELEC 1");

        BackupException failure = Restoring.of(backup, target).fail();

        assertThat(failure)
                .hasMessage(
                        "the server refused to create an object: syntax error at or near \"SELEC\" (SQLSTATE 42601): CREATE"
                                + " VIEW public.odd AS SELEC 1 (view public.odd)\n"
                                + "Hint: the target is a PostgreSQL that does not take this: restore into the version that the backup"
                                + " came from");
        leavesNothing();
    }

    @Test
    void saysWhatHelpsWhenAFunctionReliesOnSearchPath() {
        HandMade backup = new HandMade()
                .table("t", "a integer", "1")
                .pre(
                        "function",
                        "f(integer)",
                        "CREATE FUNCTION public.f(integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS"
                                + " 'BEGIN RETURN (SELECT count(*) FROM t); END'")
                .post("index", "public.t_f", "t", "CREATE INDEX t_f ON public.t (public.f(a))");

        BackupException failure = Restoring.of(backup, target).fail();

        assertThat(failure.where().object()).isEqualTo("index public.t_f");
        assertThat(failure.hint())
                .isEqualTo(
                        "a function that it calls relies on search_path, which is empty during a restore: in the source run"
                                + " ALTER FUNCTION … SET search_path = … for it, and back up again, or restore with"
                                + " sourceSearchPath()");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void createsFunctionsWithAtomicBodiesInBothProtocols(boolean url) {
        HandMade backup = new HandMade().table("t", "a integer", "1");
        for (int i = 0; i < 3; i++) {
            backup.pre(
                    "function",
                    "g" + i + "()",
                    "CREATE FUNCTION public.g" + i
                            + "() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
                    "COMMENT ON FUNCTION public.g" + i + "() IS 'after the body'");
        }
        ConnectionSource into =
                url ? ConnectionSource.ofUrl(target.uri()) : ConnectionSource.ofDataSource(target.dataSource());

        assertThat(new Restoring(backup, into).run().entries()).isEqualTo(4);
        assertThat(target.query("SELECT g2() || obj_description('g2'::regproc)"))
                .isEqualTo("2after the body");
    }

    @Test
    void skipsACommentOnWhatIsSomebodyElses() {
        String role = "r" + target.name();
        target.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'x'", "GRANT CREATE ON SCHEMA public TO " + role);
        try {
            HandMade backup = new HandMade()
                    .table("t", "a integer", "1")
                    .post("comment", "schema public", "t", "COMMENT ON SCHEMA public IS 'ours'");

            RestoreReport report = new Restoring(backup, ConnectionSource.ofUrl(target.uri(role, "x"))).run();

            assertThat(report.skips())
                    .hasToString(
                            "[comment schema public: the server refused it: must be owner of schema public (SQLSTATE"
                                    + " 42501)]");
        } finally {
            target.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    @Test
    void skipsAPolicyForARoleThatIsMissing() {
        HandMade backup = new HandMade()
                .table("t", "a integer", "1")
                .post("row security", "public.t", "t", "ALTER TABLE public.t ENABLE ROW LEVEL SECURITY")
                .post("policy", "public.t theirs", "t", "CREATE POLICY theirs ON public.t TO no_such_role USING (true)")
                .post("policy", "public.t ours", "t", "CREATE POLICY ours ON public.t USING (true)");

        RestoreReport report = Restoring.of(backup, target).run();

        assertThat(report.skips())
                .hasToString(
                        "[policy public.t theirs: the server refused it: role \"no_such_role\" does not exist (SQLSTATE"
                                + " 42704)]");
        assertThat(report.entries()).isEqualTo(3);
        assertThat(target.query("SELECT string_agg(polname, ',') FROM pg_policy"))
                .isEqualTo("ours");
        BackupException strict;
        try (TestDatabase other = TestServer.newest().createDatabase()) {
            strict = Restoring.of(backup, other).strict().fail();
        }
        assertThat(strict.code()).isEqualTo(ErrorCode.INCOMPLETE);
    }
}

package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Restores into a schema that is no longer that of the backup, or that others' objects hang on. */
class LiveSchemaTest {
    @TempDir
    Path folder;

    private final TestDatabase target = TestServer.newest().createDatabase();

    @AfterEach
    void dropTarget() {
        target.close();
    }

    /** Backs up the target as it is, so that it can change afterwards. */
    private Backup saved(String... statements) {
        target.execute(statements);
        return Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(target.uri()))
                .export(new LinesExporter())
                .to(folder)
                .build()
                .run()
                .directory());
    }

    private RestorePlan.Builder plan(Backup backup, Scope scope, Existing existing) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()))
                .scope(scope)
                .existing(existing);
    }

    private RestoreReport restore(Backup backup, Scope scope, Existing existing) {
        return plan(backup, scope, existing).build().run().requireComplete();
    }

    private BackupException refused(Backup backup, Scope scope, Existing existing) {
        return assertThrows(BackupException.class, plan(backup, scope, existing).build()::run);
    }

    @Test
    @DisplayName("P10 what points in from outside the plan is named, and nothing is dropped")
    void refusesToDropWhatOthersNeed() {
        Backup backup = saved(
                "CREATE TYPE mood AS ENUM ('calm')",
                "CREATE FUNCTION shout(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)'",
                "CREATE TABLE t (id int PRIMARY KEY, mood mood)",
                "INSERT INTO t VALUES (1, 'calm')");
        target.execute(
                "CREATE VIEW v AS SELECT id FROM t",
                "CREATE TABLE mine (t int REFERENCES t, mood mood)",
                "CREATE TABLE loud (name text, CHECK (shout(name) = name))",
                "CREATE FUNCTION moody(mood) RETURNS int LANGUAGE sql AS 'SELECT 1'");

        BackupException failure = refused(backup, Scope.EVERYTHING, Existing.CLEAN);

        assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_MISMATCH);
        assertThat(failure)
                .hasMessage(
                        "objects outside of the plan depend on what would be dropped: function public.moody(public.mood),"
                                + " table public.loud, table public.mine, view public.v,"
                                + " foreign key public.mine mine_t_fkey\n"
                                + "Hint: drop these yourself and create them again afterwards, or choose existing(Existing.TRUNCATE),"
                                + " which keeps the tables");
        assertThat(target.query("SELECT count(*) FROM v")).isEqualTo("1");
    }

    @Test
    void dropsTablesThatReferToEachOther() {
        Backup backup = saved(
                "CREATE TABLE a (id int PRIMARY KEY, b int)",
                "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a)",
                "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b",
                "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE heir (extra int) INHERITS (a)",
                "CREATE VIEW v1 AS SELECT * FROM a",
                "CREATE VIEW v2 AS SELECT * FROM v1",
                "CREATE FUNCTION f(a) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE DOMAIN d AS int DEFAULT 1",
                "CREATE TABLE typed (d d)",
                "INSERT INTO a VALUES (1, NULL)",
                "INSERT INTO b VALUES (2, 1)",
                "UPDATE a SET b = 2",
                "INSERT INTO p VALUES (5)");
        target.execute("DELETE FROM p");

        assertThat(restore(backup, Scope.EVERYTHING, Existing.CLEAN).rows()).isEqualTo(3);

        assertThat(target.query("SELECT concat((SELECT b FROM ONLY a), (SELECT a FROM b), (SELECT id FROM p))"))
                .isEqualTo("215");
    }

    @Test
    @DisplayName("F21 columns are matched by name: another order, one more with a default, one dropped in between")
    void matchesColumnsByName() {
        Backup backup =
                saved("CREATE TABLE t (id int PRIMARY KEY, a text, b text)", "INSERT INTO t VALUES (1, 'x', 'y')");
        target.execute(
                "DROP TABLE t",
                "CREATE TABLE t (b text, gone int, a text, note text NOT NULL DEFAULT 'new', id int PRIMARY KEY,"
                        + " joined text GENERATED ALWAYS AS (a || b) STORED)",
                "ALTER TABLE t DROP gone",
                "INSERT INTO t VALUES ('old', 'old', 'mine', 1)");

        restore(backup, Scope.DATA_ONLY, Existing.UPSERT);

        assertThat(target.query("SELECT concat_ws(',', id, a, b, note, joined) FROM t"))
                .isEqualTo("1,x,y,mine,xy");
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUNCATE", "APPEND", "UPSERT", "SKIP"})
    @DisplayName("F21 a column that was renamed is named, whatever the policy")
    void namesARenamedColumn(Existing existing) {
        Backup backup = saved("CREATE TABLE t (id int PRIMARY KEY, a text)", "INSERT INTO t VALUES (1, 'x')");
        target.execute("ALTER TABLE t RENAME a TO b");

        for (Scope scope : new Scope[] {Scope.EVERYTHING, Scope.DATA_ONLY}) {
            BackupException failure = refused(backup, scope, existing);
            assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_MISMATCH);
            assertThat(failure.problem().what())
                    .isEqualTo("the target does not fit the backup: table public.t lacks column a");
        }
        assertThat(target.query("SELECT b FROM t")).isEqualTo("x");
    }

    @Test
    @DisplayName("F21 an identity GENERATED ALWAYS keeps the values of the backup, through COPY and through INSERT")
    void keepsIdentities() {
        Backup backup = saved(
                "CREATE TABLE small (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text,"
                        + " long text GENERATED ALWAYS AS (name || '!') STORED)",
                "CREATE TABLE big (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text,"
                        + " long text GENERATED ALWAYS AS (name || '!') STORED)",
                "INSERT INTO small (name) SELECT 's' || i FROM generate_series(1, 3) i",
                "INSERT INTO big (name) SELECT repeat('b', 100) || i FROM generate_series(1, 3000) i");
        target.execute(
                "UPDATE big SET name = 'changed' WHERE id <= 1000",
                "DELETE FROM big WHERE id > 2990",
                "UPDATE small SET name = 'changed' WHERE id = 1",
                "DELETE FROM small WHERE id = 2");

        RestoreReport report = restore(backup, Scope.DATA_ONLY, Existing.UPSERT);

        assertThat(report.tables())
                .extracting(table ->
                        table.name().name() + " " + table.inserted() + " " + table.updated() + " " + table.left())
                .containsExactly("big 10 2990 0", "small 1 2 0");
        assertThat(target.query("SELECT concat(count(*), ' ', count(*) FILTER (WHERE name = repeat('b', 100) || id AND"
                        + " long = name || '!')) FROM big"))
                .isEqualTo("3000 3000");
        assertThat(target.query("SELECT string_agg(id || long, ',' ORDER BY id) FROM small"))
                .isEqualTo("1s1!,2s2!,3s3!");
        assertThat(target.query("INSERT INTO big (name) VALUES ('new') RETURNING id"))
                .isEqualTo("3001");
    }

    @Test
    @DisplayName("F21 an identity that is not the key stays as it is where a row is updated, and the report says so")
    void leavesIdentitiesThatAreNotTheKey() {
        Backup backup = saved(
                "CREATE TABLE t (code text PRIMARY KEY, id int GENERATED ALWAYS AS IDENTITY, name text)",
                "INSERT INTO t (code, name) VALUES ('a', 'one')");
        target.execute("DELETE FROM t", "INSERT INTO t (code, name) VALUES ('a', 'two')");

        RestoreReport report = restore(backup, Scope.DATA_ONLY, Existing.UPSERT);

        assertThat(target.query("SELECT concat(code, id, name) FROM t")).isEqualTo("a2one");
        assertThat(report.warnings())
                .containsExactly(
                        "rows of public.t that are updated keep their own id, which is GENERATED ALWAYS AS IDENTITY");
    }

    @ParameterizedTest
    @EnumSource(names = {"APPEND", "UPSERT", "SKIP"})
    @DisplayName("F21 rows of a partition that is gone go through the partitioned table")
    void findsThePartitionsThatThereAreNow(Existing existing) {
        Backup backup = saved(
                "CREATE TABLE p (id int PRIMARY KEY, name text) PARTITION BY RANGE (id)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)",
                "INSERT INTO p VALUES (1, 'a'), (11, 'b')");
        target.execute(
                "DROP TABLE p1, p2",
                "CREATE TABLE p1a PARTITION OF p FOR VALUES FROM (0) TO (5)",
                "CREATE TABLE rest PARTITION OF p DEFAULT",
                "INSERT INTO p VALUES (12, 'kept')");

        assertThat(restore(backup, Scope.DATA_ONLY, existing).rows()).isEqualTo(2);

        assertThat(target.query("SELECT string_agg(tableoid::regclass || ':' || id || name, ',' ORDER BY id) FROM p"))
                .isEqualTo("p1a:1a,rest:11b,rest:12kept");
        assertThat(refused(backup, Scope.DATA_ONLY, Existing.TRUNCATE).problem().what())
                .isEqualTo(
                        "the target does not fit the backup: table public.p1 is missing and its rows may lie in other"
                                + " partitions of public.p, table public.p2 is missing and its rows may lie in other partitions of"
                                + " public.p");
    }

    @Test
    @DisplayName("F21 a table that has been partitioned since takes its rows")
    void loadsATableThatIsPartitionedNow() {
        Backup backup =
                saved("CREATE TABLE t (id int PRIMARY KEY, name text)", "INSERT INTO t VALUES (1, 'a'), (11, 'b')");
        target.execute(
                "DROP TABLE t",
                "CREATE TABLE t (id int PRIMARY KEY, name text) PARTITION BY RANGE (id)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE t2 PARTITION OF t DEFAULT",
                "INSERT INTO t VALUES (2, 'old')");

        assertThat(restore(backup, Scope.DATA_ONLY, Existing.TRUNCATE).rows()).isEqualTo(2);

        assertThat(target.query("SELECT string_agg(tableoid::regclass || ':' || id || name, ',' ORDER BY id) FROM t"))
                .isEqualTo("t1:1a,t2:11b");
    }

    @Test
    @DisplayName("P9 statement triggers of a partitioned table stand still too, and every state comes back")
    void putsEveryTriggerStateBack() {
        Backup backup = saved(
                "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE p1 PARTITION OF p DEFAULT",
                "CREATE TABLE q (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE q_part PARTITION OF q DEFAULT PARTITION BY RANGE (id)",
                "CREATE TABLE a_leaf PARTITION OF q_part DEFAULT",
                "INSERT INTO p VALUES (1)",
                "INSERT INTO q VALUES (1)");
        target.execute(
                "CREATE TABLE fired (by text)",
                "CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO fired VALUES (TG_NAME); RETURN NULL; END'",
                "CREATE TRIGGER s AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON p FOR EACH STATEMENT EXECUTE FUNCTION fire()",
                "CREATE TRIGGER o AFTER INSERT OR UPDATE OR DELETE ON p1 FOR EACH ROW EXECUTE FUNCTION fire()",
                "CREATE TRIGGER d AFTER INSERT OR UPDATE OR DELETE ON p1 FOR EACH ROW EXECUTE FUNCTION fire()",
                "CREATE TRIGGER r AFTER INSERT OR UPDATE OR DELETE ON p1 FOR EACH ROW EXECUTE FUNCTION fire()",
                "CREATE TRIGGER a AFTER INSERT OR UPDATE OR DELETE ON p1 FOR EACH ROW EXECUTE FUNCTION fire()",
                "ALTER TABLE p1 DISABLE TRIGGER d",
                "ALTER TABLE p1 ENABLE REPLICA TRIGGER r",
                "ALTER TABLE p1 ENABLE ALWAYS TRIGGER a",
                "CREATE TRIGGER i AFTER INSERT OR UPDATE OR DELETE ON q FOR EACH ROW EXECUTE FUNCTION fire()",
                "ALTER TABLE ONLY q_part DISABLE TRIGGER i",
                "ALTER TABLE ONLY a_leaf ENABLE ALWAYS TRIGGER i");

        restore(backup, Scope.DATA_ONLY, Existing.TRUNCATE);
        restore(backup, Scope.DATA_ONLY, Existing.UPSERT);

        assertThat(target.query("SELECT count(*) FROM fired")).isEqualTo("0");
        assertThat(target.query("SELECT string_agg(tgrelid::regclass || '.' || tgname || tgenabled::text, ','"
                        + " ORDER BY tgname, tgrelid::regclass::text) FROM pg_trigger"))
                .isEqualTo("p1.aA,p1.dD,a_leaf.iA,q.iO,q_part.iD,p1.oO,p1.rR,p.sO");
    }

    @Test
    @DisplayName("F28 rows that refer to each other are merged, and their foreign keys are as before")
    void mergesRowsThatReferToEachOther() {
        Backup backup = saved(
                "CREATE TABLE a (id int PRIMARY KEY, b int)",
                "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a)",
                "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b",
                "CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree)",
                "INSERT INTO a VALUES (1, NULL)",
                "INSERT INTO b VALUES (2, 1)",
                "UPDATE a SET b = 2",
                "INSERT INTO tree VALUES (1, 2), (2, NULL)");
        target.execute("UPDATE a SET b = NULL", "DELETE FROM b", "DELETE FROM a", "DELETE FROM tree");

        assertThat(restore(backup, Scope.DATA_ONLY, Existing.UPSERT).rows()).isEqualTo(4);

        assertThat(target.query("SELECT string_agg(conname || condeferrable, ',' ORDER BY conname) FROM pg_constraint"
                        + " WHERE contype = 'f'"))
                .isEqualTo("a_bfalse,b_a_fkeyfalse,tree_parent_fkeyfalse");
    }

    @Test
    @DisplayName("P8 sequences only move forward where rows stay: the backup, now, or the largest key")
    void movesSequencesForward() {
        Backup backup = saved(
                "CREATE SEQUENCE ahead_in_backup",
                "CREATE SEQUENCE ahead_now",
                "CREATE SEQUENCE down INCREMENT -1 MINVALUE -100 MAXVALUE 100 START 50",
                "CREATE TABLE t (id serial PRIMARY KEY)",
                "CREATE TABLE u (id bigint PRIMARY KEY)",
                "CREATE SEQUENCE deep INCREMENT -1 OWNED BY u.id",
                "SELECT setval('ahead_in_backup', 50), setval('ahead_now', 5), setval('down', 10)",
                "INSERT INTO t DEFAULT VALUES");
        target.execute(
                "SELECT setval('ahead_in_backup', 7), setval('ahead_now', 90, false), setval('down', -3)",
                "INSERT INTO t VALUES (400)",
                "INSERT INTO u VALUES (-7)");

        restore(backup, Scope.DATA_ONLY, Existing.SKIP);
        assertThat(target.query("SELECT nextval('deep')")).isEqualTo("-8");

        assertThat(
                        target.query(
                                "SELECT concat_ws(' ', nextval('ahead_in_backup'), nextval('ahead_now'), nextval('down'), nextval('t_id_seq'))"))
                .isEqualTo("51 90 -4 401");
        restore(backup, Scope.DATA_ONLY, Existing.TRUNCATE);
        assertThat(
                        target.query(
                                "SELECT concat_ws(' ', nextval('ahead_in_backup'), nextval('ahead_now'), nextval('down'), nextval('t_id_seq'))"))
                .isEqualTo("51 6 9 2");
    }

    @Test
    void namesTheRightToStageThatTheRoleLacks() {
        Backup backup = saved("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        String role = "r" + target.name();
        target.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'x'",
                "GRANT ALL ON t TO " + role,
                "REVOKE TEMPORARY ON DATABASE \"" + target.name() + "\" FROM PUBLIC");
        try {
            RestorePlan plan = plan(backup, Scope.DATA_ONLY, Existing.UPSERT)
                    .into(PostgresDatabase.of(target.uri(role, "x")))
                    .build();
            assertThat(assertThrows(BackupException.class, plan::run))
                    .hasMessage("the role " + role + " may not create temporary tables in the database " + target.name()
                            + ", which UPSERT and SKIP need\n"
                            + "Hint: run as the owner of the database: GRANT TEMPORARY ON DATABASE \"" + target.name()
                            + "\" TO \"" + role + "\"");
        } finally {
            target.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    @Test
    void takesRowsOfAConditionForAllOnlyWhenAllowed() {
        target.execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
        Backup backup = Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(target.uri()))
                .export(new LinesExporter())
                .where("t", Condition.equalTo("id", "2"))
                .to(folder)
                .build()
                .run()
                .directory());

        for (Existing existing : new Existing[] {Existing.REFUSE, Existing.TRUNCATE}) {
            BackupException failure = refused(backup, Scope.DATA_ONLY, existing);
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_PLAN);
            assertThat(failure)
                    .hasMessage(
                            "the backup holds only the rows that a condition chose of public.t, and with " + existing
                                    + " these would stand for all of them\n"
                                    + "Hint: choose existing(Existing.APPEND), UPSERT or SKIP, or call allowPartial() where these rows"
                                    + " are enough");
        }
        assertThat(refused(backup, Scope.EVERYTHING, Existing.CLEAN).code()).isEqualTo(ErrorCode.INVALID_PLAN);
        assertThat(restore(backup, Scope.DATA_ONLY, Existing.SKIP)
                        .tables()
                        .get(0)
                        .left())
                .isEqualTo(1);
        RestorePlan allowed =
                plan(backup, Scope.DATA_ONLY, Existing.TRUNCATE).allowPartial().build();
        assertThat(allowed.run().rows()).isEqualTo(1);
        assertThat(target.query("SELECT string_agg(id::text, ',') FROM t")).isEqualTo("2");
    }

    @Test
    void namesWhatHasTheNameOfAnObject() {
        Backup backup = saved("CREATE TABLE t (id int PRIMARY KEY)", "CREATE VIEW v AS SELECT 1 AS one");
        target.execute("DROP VIEW v", "CREATE TABLE v (one int)");

        for (Existing existing : new Existing[] {Existing.CLEAN, Existing.TRUNCATE, Existing.SKIP}) {
            assertThat(refused(backup, Scope.EVERYTHING, existing))
                    .hasMessage("the target has something of another kind by the name of view public.v\n"
                            + "Hint: rename or drop it there, or restore into a new database with"
                            + " intoNewDatabase(server, name)");
        }
    }

    @Test
    void saysWhereTheBackupHasAKeyTwice() {
        Backup backup = saved("CREATE TABLE t (id int, name text)", "INSERT INTO t VALUES (1, 'a'), (1, 'b')");
        target.execute("DELETE FROM t", "ALTER TABLE t ADD PRIMARY KEY (id)");

        BackupException failure = refused(backup, Scope.DATA_ONLY, Existing.UPSERT);

        assertThat(failure.where().table()).isEqualTo(new TableName("public", "t"));
        assertThat(failure.hint())
                .isEqualTo(
                        "the backup holds several rows with the same key of the target's table: choose"
                                + " existing(Existing.SKIP), which takes the first of them, or restore into a table without the key");
        assertThat(restore(backup, Scope.DATA_ONLY, Existing.SKIP)
                        .tables()
                        .get(0)
                        .left())
                .isEqualTo(1);
        assertThat(target.query("SELECT string_agg(name, ',') FROM t")).isEqualTo("a");
    }

    @ParameterizedTest
    @EnumSource(names = {"UPSERT", "SKIP"})
    void namesTablesWithoutAKey(Existing existing) {
        Backup backup = saved(
                "CREATE TABLE a (id int PRIMARY KEY)",
                "CREATE TABLE b (id int UNIQUE DEFERRABLE)",
                "CREATE TABLE c (id int)",
                "CREATE UNIQUE INDEX ON c (id) WHERE id > 0",
                "INSERT INTO a VALUES (1)",
                "INSERT INTO b VALUES (1)",
                "INSERT INTO c VALUES (1)");

        BackupException failure = refused(backup, Scope.EVERYTHING, existing);

        assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_MISMATCH);
        assertThat(failure)
                .hasMessage(
                        existing + " needs a primary or unique key whose columns the backup holds, and there is none on"
                                + " public.b, public.c\n"
                                + "Hint: add a key to the table, choose existing(Existing.APPEND), or leave the table out with tables(…)");
    }
}

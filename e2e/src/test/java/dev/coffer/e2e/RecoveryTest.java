package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RecoveryPlan;
import dev.coffer.backup.RecoveryPreview;
import dev.coffer.backup.RecoveryReport;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of a backup that the live database lost. */
class RecoveryTest {
    private static final String ALL = "SELECT string_agg(r, E'\\n' ORDER BY r) FROM ("
            + "SELECT 'o' || o::text AS r FROM organism o UNION ALL SELECT 'p' || p::text FROM protein p"
            + " UNION ALL SELECT 'r' || r::text FROM remark r) s";

    @TempDir
    Path folder;

    private final TestDatabase database = TestServer.newest().createDatabase();

    @BeforeEach
    void createDatabase() {
        database.execute(
                "CREATE TABLE organism (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE)",
                "INSERT INTO organism (name) SELECT 'organism ' || g FROM generate_series(1, 21) g",
                "CREATE TABLE protein (id serial PRIMARY KEY, organism int NOT NULL REFERENCES organism,"
                        + " parent int REFERENCES protein, name text, mass float8,"
                        + " label text GENERATED ALWAYS AS (upper(name)) STORED, seen timestamptz, doc json)",
                "INSERT INTO protein (organism, parent, name, mass, seen, doc) SELECT CASE WHEN g = 3000 THEN 21 ELSE"
                        + " 1 + g % 20 END, nullif(g - 1, 0), 'p' || g, g / 3.0, '2026-01-01Z'::timestamptz + g * interval"
                        + " '1 day', '{\"a\":  1}' FROM generate_series(1, 3000) g",
                "CREATE TABLE remark (line text, doc json)",
                "INSERT INTO remark VALUES ('a', '1'), ('a', '1'), ('b', NULL), (NULL, NULL)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Backup backup(Format format) {
        return Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(format.exporter())
                .to(folder)
                .build()
                .run()
                .directory());
    }

    private RecoveryPlan.Builder plan(Backup backup) {
        return plan(backup, PostgresDatabase.of(database.uri()));
    }

    private static RecoveryPlan.Builder plan(Backup backup, PostgresDatabase into) {
        return RecoveryPlan.builder()
                .from(backup)
                .strategy(Format.JSON.strategy(), Format.CSV.strategy())
                .into(into);
    }

    private void damage() {
        database.execute(
                "DELETE FROM protein WHERE id BETWEEN 1000 AND 3000",
                "UPDATE protein SET mass = -1, name = 'wrong' WHERE id <= 5",
                "INSERT INTO protein (id, organism, name) VALUES (9000, 1, 'new')",
                "DELETE FROM organism o WHERE NOT EXISTS (SELECT FROM protein p WHERE p.organism = o.id)",
                "DELETE FROM remark WHERE line = 'a' OR line IS NULL",
                "INSERT INTO remark VALUES ('a', '1')");
    }

    private static TableName name(String table) {
        return new TableName("public", table);
    }

    private static RecoveryReport.Table table(RecoveryReport report, String table) {
        return report.tables().stream()
                .filter(each -> each.name().equals(name(table)))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void bringsBackWhatIsMissingAsThePreviewSaid(Format format) {
        Backup backup = backup(format);
        damage();
        RecoveryPlan plan = plan(backup).build();

        RecoveryPreview preview = plan.preview();
        RecoveryReport report = plan.run(preview);

        assertThat(preview.toString())
                .isEqualTo("recovery of 3 tables: 2004 rows to insert, 5 changed rows to leave as they are\n"
                        + "  public.organism: 1 missing, 0 changed, 20 same, 0 extra\n"
                        + "  public.protein: 2001 missing, 5 changed, 994 same, 1 extra\n"
                        + "  public.remark: 2 missing, 0 changed, 2 same, 0 extra (by whole row: it has no primary"
                        + " key)\n");
        assertThat(report.tables())
                .containsExactly(
                        new RecoveryReport.Table(name("organism"), 1, 0, 0, 20, 0),
                        new RecoveryReport.Table(name("protein"), 2001, 0, 5, 994, 1),
                        new RecoveryReport.Table(name("remark"), 2, 0, 0, 2, 0));
        assertThat(plan.preview().isNeeded()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void overwritesWhatChangedByRequest(Format format) {
        String whole = database.query(ALL);
        Backup backup = backup(format);
        damage();
        database.execute("UPDATE organism SET name = 'organism x' WHERE id = 1");

        RecoveryReport report = plan(backup).overwriteChanged().build().run();

        assertThat(report.updated()).isEqualTo(6);
        database.execute("DELETE FROM protein WHERE id = 9000");
        assertThat(database.query(ALL)).isEqualTo(whole);
    }

    @Test
    void takesOnlyTheRowsOfACondition() {
        Backup backup = backup(Format.JSON);
        damage();

        RecoveryReport since = plan(backup)
                .tables(TableSelection.include("public.protein"))
                .where("protein", Condition.unsafeSql("name = 'p1000' OR id < 3"))
                .overwriteChanged()
                .build()
                .run();
        RecoveryReport equal = plan(backup)
                .tables(TableSelection.include("public.*"))
                .where("public.protein", Condition.equalTo("name", "p1001"))
                .where("remark", Condition.unsafeSql("line IS NULL"))
                .build()
                .run();

        assertThat(table(since, "protein")).isEqualTo(new RecoveryReport.Table(name("protein"), 1, 2, 0, 0, 0));
        assertThat(table(equal, "protein")).isEqualTo(new RecoveryReport.Table(name("protein"), 1, 0, 0, 0, 0));
        assertThat(table(equal, "remark")).isEqualTo(new RecoveryReport.Table(name("remark"), 1, 0, 0, 0, 0));
        assertThat(database.query(
                        "SELECT string_agg(id::text, ' ' ORDER BY id) FROM protein WHERE id BETWEEN 1000 AND 3000"))
                .isEqualTo("1000 1001");
    }

    @Test
    void aConditionWritesNothing() {
        Backup backup = backup(Format.JSON);
        database.execute(
                "CREATE FUNCTION public.evil() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN DELETE FROM public.protein;"
                        + " RETURN true; END $$");

        BackupException refused = assertThrows(
                BackupException.class,
                () -> plan(backup)
                        .where("organism", Condition.unsafeSql("public.evil()"))
                        .build()
                        .run());

        assertThat(refused)
                .hasMessageStartingWith(
                        "comparing the rows of the backup with the live ones: cannot execute DELETE in a"
                                + " read-only transaction (SQLSTATE 25006)");
        assertThat(database.query("SELECT count(*) FROM protein")).isEqualTo("3000");
    }

    @Test
    void refusesAConditionThatNamesWhatIsNotThere() {
        Backup backup = backup(Format.JSON);

        BackupException column = assertThrows(
                BackupException.class,
                () -> plan(backup)
                        .where("organism", Condition.equalTo("nmae", "x"))
                        .build()
                        .preview());
        BackupException table = assertThrows(
                BackupException.class,
                () -> plan(backup)
                        .where("organisms", Condition.equalTo("name", "x"))
                        .build()
                        .preview());

        assertThat(column.code()).isEqualTo(ErrorCode.UNKNOWN_COLUMN);
        assertThat(column.problem().hint()).isEqualTo("its columns: id, name");
        assertThat(table.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE);
        assertThat(table.problem().hint()).isEqualTo("name one of public.organism, public.protein, public.remark");
    }

    @Test
    void sequencesMovePastWhatComesBackAndNeverBack() {
        Backup backup = backup(Format.JSON);
        database.execute("DELETE FROM protein WHERE id > 10", "SELECT setval('protein_id_seq', 10)");

        assertThat(plan(backup).build().run().sequences()).isEqualTo(1);

        assertThat(database.query("SELECT nextval('protein_id_seq')")).isEqualTo("3001");
        database.execute("DELETE FROM protein WHERE id > 10", "SELECT setval('protein_id_seq', 7000)");
        assertThat(plan(backup).build().run().inserted()).isEqualTo(2990);
        assertThat(database.query("SELECT nextval('protein_id_seq')")).isEqualTo("7001");
    }

    @Test
    void tablesThatReferToEachOtherComeBackTogether() {
        database.execute(
                "CREATE TABLE head (id int PRIMARY KEY, team int)",
                "CREATE TABLE team (id int PRIMARY KEY, head int NOT NULL REFERENCES head)",
                "ALTER TABLE head ADD FOREIGN KEY (team) REFERENCES team",
                "INSERT INTO head VALUES (1, NULL)",
                "INSERT INTO team VALUES (1, 1)",
                "UPDATE head SET team = 1");
        Backup backup = backup(Format.JSON);
        database.execute("UPDATE head SET team = NULL", "DELETE FROM team", "DELETE FROM head");

        RecoveryReport report = plan(backup)
                .tables(TableSelection.include("head", "team"))
                .build()
                .run();

        assertThat(report.inserted()).isEqualTo(2);
        assertThat(database.query("SELECT team FROM head")).isEqualTo("1");
        assertThat(database.query("SELECT bool_or(condeferrable) FROM pg_constraint WHERE contype = 'f'"))
                .isEqualTo("f");
    }

    @Test
    void namesAllTablesThatRulesRewrite() {
        Backup backup = backup(Format.JSON);
        database.execute(
                "CREATE RULE nothing AS ON INSERT TO protein DO INSTEAD NOTHING",
                "CREATE RULE loudly AS ON INSERT TO remark DO ALSO NOTIFY heard",
                "DELETE FROM protein");

        BackupException refused =
                assertThrows(BackupException.class, () -> plan(backup).build().run());

        assertThat(refused)
                .hasMessage(
                        "rules rewrite what is written to tables of the database: public.protein, public.remark\n"
                                + "Hint: drop the rules for as long as the recovery runs, or leave these tables out with tables(…)");
        assertThat(database.query("SELECT count(*) FROM protein")).isEqualTo("0");
    }

    @Test
    void refusesChildrenWhoseParentsStayAway() {
        Backup backup = backup(Format.JSON);
        database.execute("DELETE FROM protein", "DELETE FROM organism");

        BackupException refused = assertThrows(
                BackupException.class,
                () -> plan(backup)
                        .tables(TableSelection.include("protein"))
                        .build()
                        .run());

        assertThat(refused)
                .hasMessage("recovering rows: foreign_key_violation (SQLSTATE 23503) of constraint"
                        + " \"protein_organism_fkey\" on table \"protein\" (table public.protein)\n"
                        + "Hint: a row that these refer to is neither in the database nor among those that"
                        + " come back: choose its table as well with tables(…), or fewer rows with where(…)");
        assertThat(database.query("SELECT count(*) FROM protein")).isEqualTo("0");
    }

    @Test
    void saysThatAnotherRowTookTheValueMeanwhile() {
        Backup backup = backup(Format.JSON);
        database.execute(
                "DELETE FROM protein", "DELETE FROM organism", "INSERT INTO organism (name) VALUES ('organism 3')");

        BackupException refused =
                assertThrows(BackupException.class, () -> plan(backup).build().run());

        assertThat(refused.code()).isEqualTo(ErrorCode.DATA_REFUSED);
        assertThat(refused.getMessage()).contains("organism_name_key").doesNotContain("organism 3");
        assertThat(database.query("SELECT count(*) FROM organism")).isEqualTo("1");
    }

    @Test
    void stopsWhenOtherRowsAreMissingThanInThePreview() {
        Backup backup = backup(Format.JSON);
        database.execute("DELETE FROM remark WHERE line = 'b'");
        RecoveryPlan plan = plan(backup).build();
        RecoveryPreview preview = plan.preview();
        database.execute("DELETE FROM remark WHERE line IS NULL", "INSERT INTO remark VALUES ('b')");

        BackupException refused = assertThrows(BackupException.class, () -> plan.run(preview));

        assertThat(refused)
                .hasMessage(
                        "other rows are missing or changed than when the preview was made; nothing was recovered (table"
                                + " public.remark)\nHint: look at a new preview()");
        assertThat(database.query("SELECT count(*) FROM remark")).isEqualTo("3");
    }

    @Test
    void triggersStandStillAndStayAsTheyWere() {
        database.execute(
                "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := 'loud'; RETURN NEW;"
                        + " END $$",
                "CREATE TRIGGER t BEFORE INSERT OR UPDATE ON protein FOR EACH ROW EXECUTE FUNCTION shout()",
                "ALTER TABLE protein ENABLE ALWAYS TRIGGER t");
        Backup backup = backup(Format.JSON);
        database.execute("DELETE FROM protein WHERE id > 2000");

        assertThat(plan(backup).build().run().inserted()).isEqualTo(1000);

        assertThat(database.query("SELECT name FROM protein WHERE id = 3000")).isEqualTo("p3000");
        assertThat(database.query("SELECT tgenabled FROM pg_trigger WHERE tgname = 't'"))
                .isEqualTo("A");
    }

    @Test
    void anOrdinaryRoleWithGrantsRecovers() {
        Backup backup = backup(Format.CSV);
        String role = "recoverer_" + database.name();
        database.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'pw'",
                "GRANT SELECT, INSERT ON organism, remark TO " + role,
                "GRANT SELECT, UPDATE ON SEQUENCE organism_id_seq TO " + role,
                "DELETE FROM remark WHERE line = 'b'");
        RecoveryPlan.Builder plan = plan(backup, PostgresDatabase.of(database.uri(role, "pw")))
                .tables(TableSelection.include("organism", "remark"));

        assertThat(plan.build().run().inserted()).isEqualTo(1);

        BackupException refused = assertThrows(
                BackupException.class, () -> plan.overwriteChanged().build().run());
        assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION);
        database.execute(
                "ALTER TABLE remark ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY p ON remark USING (line = 'a')",
                "GRANT UPDATE ON organism TO " + role);
        BackupException hidden =
                assertThrows(BackupException.class, () -> plan.build().preview());
        assertThat(hidden.getMessage()).contains("row-level security policy for table \"remark\"");
        database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }

    @Test
    void partitionsAndArchivesRecoverToo() {
        database.execute(
                "CREATE TYPE kind AS ENUM ('x', 'y', 'z')",
                "CREATE TABLE event (id int, kind kind, note text, PRIMARY KEY (id, kind)) PARTITION BY HASH (kind)",
                "CREATE TABLE event_0 PARTITION OF event FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE event_1 PARTITION OF event FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
                "INSERT INTO event SELECT g, (ARRAY['x','y','z'])[1 + g % 3]::kind, 'n' FROM generate_series(1, 90) g");
        Backup directory = backup(Format.JSON);
        Backup archive = Backup.open(directory.archiveTo(folder.resolve("backup.tar.gz")));
        database.execute("DELETE FROM event WHERE id > 60", "UPDATE event SET note = 'm' WHERE id = 1");

        RecoveryReport report = plan(archive)
                .tables(TableSelection.include("public.event*"))
                .overwriteChanged()
                .build()
                .run();

        assertThat(report.tables()).containsExactly(new RecoveryReport.Table(name("event"), 30, 1, 0, 59, 0));
        assertThat(database.query("SELECT count(*) || min(note) FROM event")).isEqualTo("90n");
        assertThat(ArchiveFormat.of(archive.directory())).isPresent();
    }

    @Test
    void tellsHowFarItIs() {
        Backup backup = backup(Format.JSON);
        damage();
        List<Progress> told = new ArrayList<>();

        assertThat(plan(backup).listener(told::add).build().run().inserted()).isEqualTo(2004);

        assertThat(told)
                .extracting(Progress::phase)
                .startsWith(Progress.Phase.VERIFY)
                .contains(
                        Progress.Phase.PREFLIGHT, Progress.Phase.ROWS, Progress.Phase.POST_DATA, Progress.Phase.COMMIT)
                .isSorted();
        Progress last = told.get(told.size() - 1);
        assertThat(last.rows()).isPositive().isEqualTo(last.estimatedRows());
        assertThat(last.bytes()).isPositive();
    }

    @Test
    @Timeout(120)
    @DisplayName("F06 an interrupted recovery leaves the database as it was")
    void endsWhenInterrupted() {
        Backup backup = backup(Format.JSON);
        damage();
        String before = database.query(ALL);

        for (Progress.Phase phase :
                new Progress.Phase[] {Progress.Phase.ROWS, Progress.Phase.POST_DATA, Progress.Phase.COMMIT}) {
            assertThrows(
                    CancelledException.class,
                    () -> plan(backup)
                            .listener(progress -> {
                                if (progress.phase() == phase) {
                                    Thread.currentThread().interrupt();
                                }
                            })
                            .build()
                            .run());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(database.query(ALL)).isEqualTo(before);
        }
    }

    @Test
    @Timeout(120)
    @DisplayName("F04 a recovery whose connection is cut leaves the database as it was")
    void endsWhenTheConnectionIsCut() {
        Backup backup = backup(Format.JSON);
        damage();
        String before = database.query(ALL);

        BackupException lost = assertThrows(
                BackupException.class,
                () -> plan(backup)
                        .listener(progress -> {
                            if (progress.phase() == Progress.Phase.POST_DATA) {
                                database.execute(
                                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                                                + " current_database() AND pid <> pg_backend_pid() AND state = 'idle in"
                                                + " transaction'");
                            }
                        })
                        .build()
                        .run());

        assertThat(lost.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(database.query(ALL)).isEqualTo(before);
        assertThat(plan(backup).build().run().elapsed()).isPositive().isLessThan(Duration.ofHours(1));
    }
}

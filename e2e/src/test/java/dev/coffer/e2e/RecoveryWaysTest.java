package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BesidePlan;
import dev.coffer.backup.BesideReport;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.GuardNotice;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RecoveryPlan;
import dev.coffer.backup.RecoveryReport;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.testsupport.EnabledIfPgBouncer;
import dev.coffer.testsupport.PgBouncer;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to the live database, and tables that are not the plain ones. */
class RecoveryWaysTest {
    private static final String ROWS = "SELECT string_agg(id || ' ' || body || ' ' || loud, ',' ORDER BY id) FROM note";

    @TempDir
    Path folder;

    private final TestDatabase database = TestServer.newest().createDatabase();
    private String role;

    /** A role that is no superuser and owns what it recovers. */
    @BeforeEach
    void createDatabase() {
        role = "way_" + database.name();
        database.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'pw'",
                "CREATE TABLE note (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text, seen timestamptz,"
                        + " loud text GENERATED ALWAYS AS (upper(body)) STORED)",
                "INSERT INTO note (body, seen) SELECT 'n' || g, now() - g * interval '1 day' FROM generate_series(0, 9) g",
                "ALTER TABLE note OWNER TO " + role,
                "GRANT CREATE ON SCHEMA public TO " + role);
    }

    @AfterEach
    void drop() {
        database.close();
        TestServer.newest().administer("DROP ROLE " + role);
    }

    private Backup backup(String uri, Format format) {
        return Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(uri))
                .export(format.exporter())
                .to(folder)
                .build()
                .run()
                .directory());
    }

    private static RecoveryPlan.Builder plan(Backup backup, PostgresDatabase into) {
        return RecoveryPlan.builder()
                .from(backup)
                .strategy(Format.JSON.strategy(), Format.CSV.strategy())
                .into(into)
                .tables(TableSelection.include("public.note"));
    }

    private RecoveryPlan.Builder plan(Backup backup) {
        return plan(backup, PostgresDatabase.of(database.uri()));
    }

    private static RecoveryReport.Table row(String table, long inserted, long updated, long same) {
        return new RecoveryReport.Table(new TableName("public", table), inserted, updated, 0, same, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @EnabledIfPgBouncer
    void goesThroughAPoolerThatLendsAConnectionForATransaction(int poolSize) throws Exception {
        String whole = database.query(ROWS);
        try (PgBouncer bouncer = PgBouncer.before(database, role, "pw", poolSize)) {
            PostgresDatabase pooled = PostgresDatabase.of(bouncer.uri(database.name(), role, "pw"));
            Backup backup = backup(database.uri(), Format.JSON);
            database.execute("DELETE FROM note WHERE id > 4", "UPDATE note SET body = 'x' WHERE id = 1");
            RecoveryPlan plan = plan(backup, pooled).overwriteChanged().build();

            RecoveryReport report = plan.run(plan.preview());

            assertThat(report.tables()).containsExactly(row("note", 6, 1, 3));
            assertThat(database.query(ROWS)).isEqualTo(whole);
            assertThat(plan.preview().isNeeded()).isFalse();
            guardsAnImportAndPutsATableBeside(backup, pooled);
        }
    }

    private void guardsAnImportAndPutsATableBeside(Backup backup, PostgresDatabase way) {
        String whole = database.query(ROWS);
        BackupPlan plan = BackupPlan.builder()
                .source(way)
                .export(Format.JSON.exporter())
                .to(folder.resolve("guarded"))
                .build();

        IOException failure = assertThrows(
                IOException.class,
                () -> plan.around(() -> {
                            database.execute("DELETE FROM note WHERE id > 2", "UPDATE note SET body = 'y'");
                            throw new IOException("half an import");
                        })
                        .strategy(Format.JSON.strategy())
                        .run());
        BesideReport beside = BesidePlan.builder()
                .from(backup)
                .strategy(Format.JSON.strategy(), Format.CSV.strategy())
                .into(way)
                .table("public.note")
                .as("note_before")
                .build()
                .run();

        assertThat(GuardNotice.of(failure).orElseThrow().outcome().state()).isEqualTo(GuardNotice.State.RESTORED);
        assertThat(database.query(ROWS)).isEqualTo(whole);
        assertThat(beside.rows()).isEqualTo(10);
        assertThat(database.query(ROWS.replace("FROM note", "FROM note_before")))
                .isEqualTo(whole);
    }

    @ParameterizedTest
    @EnumSource
    void goesThroughADataSource(Format format) {
        String whole = database.query(ROWS);
        Backup backup = backup(database.uri(), format);
        database.execute("DELETE FROM note WHERE id > 4", "UPDATE note SET body = 'x' WHERE id = 1");

        RecoveryReport report = plan(backup, PostgresDatabase.of(database.dataSource()))
                .overwriteChanged()
                .build()
                .run();

        assertThat(report.tables()).containsExactly(row("note", 6, 1, 3));
        assertThat(database.query(ROWS)).isEqualTo(whole);
        guardsAnImportAndPutsATableBeside(backup, PostgresDatabase.of(database.dataSource()));
    }

    @Test
    void sinceCountsBackFromTheBackup() {
        Backup backup = backup(database.uri(), Format.JSON);
        database.execute("DELETE FROM note");

        RecoveryReport report = plan(backup)
                .where("note", Condition.since("seen", Duration.ofHours(60)))
                .build()
                .run();

        assertThat(report.tables()).containsExactly(row("note", 3, 0, 0));
        assertThat(database.query(ROWS)).isEqualTo("1 n0 N0,2 n1 N1,3 n2 N2");
    }

    @Test
    void aParentAndItsHeirKeepTheirOwnRows() {
        database.execute(
                "CREATE TABLE heir (extra text, PRIMARY KEY (id)) INHERITS (note)",
                "INSERT INTO heir (id, body, extra) VALUES (100, 'h', 'e'), (101, 'i', 'f')");
        String whole = database.query(ROWS);
        Backup backup = backup(database.uri(), Format.CSV);
        database.execute("DELETE FROM note WHERE id > 8", "UPDATE heir SET extra = 'x'");

        RecoveryReport report = plan(backup)
                .tables(TableSelection.include("note", "heir"))
                .build()
                .run();

        assertThat(report.tables()).containsExactlyInAnyOrder(row("note", 2, 0, 8), row("heir", 2, 0, 0));
        assertThat(database.query(ROWS)).isEqualTo(whole);
        assertThat(database.query("SELECT count(*) FROM ONLY note")).isEqualTo("10");
        assertThat(database.query("SELECT string_agg(extra, '' ORDER BY id) FROM heir"))
                .isEqualTo("ef");
    }

    @Test
    void tablesInACircleOfDeferrableKeysComeBack() {
        database.execute(
                "CREATE TABLE head (id int PRIMARY KEY, team int NOT NULL)",
                "CREATE TABLE team (id int PRIMARY KEY, head int NOT NULL REFERENCES head"
                        + " DEFERRABLE INITIALLY DEFERRED)",
                "ALTER TABLE head ADD FOREIGN KEY (team) REFERENCES team DEFERRABLE",
                "BEGIN; SET CONSTRAINTS ALL DEFERRED; INSERT INTO head VALUES (1, 2); INSERT INTO team VALUES (2, 1);"
                        + " COMMIT");
        String keys = "SELECT string_agg(condeferrable || ' ' || condeferred, ',' ORDER BY conname) FROM pg_constraint"
                + " WHERE contype = 'f'";
        String before = database.query(keys);
        Backup backup = backup(database.uri(), Format.JSON);
        database.execute("TRUNCATE head, team");

        RecoveryReport report = plan(backup)
                .tables(TableSelection.include("head", "team"))
                .build()
                .run();

        assertThat(report.inserted()).isEqualTo(2);
        assertThat(database.query("SELECT h.team + t.head FROM head h JOIN team t ON t.head = h.id"))
                .isEqualTo("3");
        assertThat(database.query(keys)).isEqualTo(before);
    }

    /** Who has only the one file gets a backup of it by way of a database. */
    @Test
    void aFileThatLiesAloneIsNoBackupAndBecomesOne() throws Exception {
        String whole = database.query(ROWS);
        Path alone = Files.copy(
                backup(database.uri(), Format.JSON).directory().resolve("complete_backup.json"),
                folder.resolve("complete_backup.json"));
        database.execute("DELETE FROM note WHERE id > 4");

        BackupException refused = assertThrows(BackupException.class, () -> Backup.open(alone));
        assertThat(refused.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT);
        assertThat(refused)
                .hasMessageStartingWith("this is neither a tar.gz nor a tar.zst")
                .hasMessageEndingWith(
                        "Hint: give the folder of a backup, or an archive of one; a complete_backup.json alone is restored with"
                                + " RestorePlan.builder().from(path)");

        try (TestDatabase aside = TestServer.newest().createDatabase()) {
            RestorePlan.builder()
                    .from(alone)
                    .strategy(Format.JSON.strategy())
                    .into(PostgresDatabase.of(aside.uri()))
                    .build()
                    .run()
                    .requireComplete();
            RecoveryReport report =
                    plan(backup(aside.uri(), Format.JSON)).build().run();

            assertThat(report.tables()).containsExactly(row("note", 6, 0, 4));
        }
        assertThat(database.query(ROWS)).isEqualTo(whole);
    }
}

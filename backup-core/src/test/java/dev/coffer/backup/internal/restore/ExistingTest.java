package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each cell of scope × existing: what it does, and what it leaves alone. */
class ExistingTest {
    @TempDir
    static Path folder;

    private static Backup backup;
    private TestDatabase target;

    @BeforeAll
    static void backUp() {
        backup = LiveTown.backUp(folder);
    }

    @BeforeEach
    void createTarget() {
        target = LiveTown.later(backup);
    }

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private RestorePlan plan(Scope scope, Existing existing) {
        return LiveTown.plan(backup, target, scope, existing).build();
    }

    private RestoreReport restore(Scope scope, Existing existing) {
        return plan(scope, existing).run().requireComplete();
    }

    private BackupException refused(Scope scope, Existing existing) {
        RestorePlan plan = plan(scope, existing);
        return assertThrows(BackupException.class, plan::run);
    }

    private String rows() {
        return LiveTown.rows(target);
    }

    private void assertRestAlone() {
        assertThat(target.query("SELECT concat_ws(',', (SELECT string_agg(id || note, ',') FROM mine),"
                        + " (SELECT last_value || is_called::text FROM mine_too), mine())"))
                .isEqualTo("1kept,7false,1");
    }

    /** Rows are refused to a trigger that would spoil them, and afterwards it fires as before. */
    private void assertTriggerPutBack() {
        assertThat(target.query("SELECT tgenabled FROM pg_trigger WHERE tgname = 'spoil'"))
                .isEqualTo("A");
    }

    private static RestoreReport.Table table(String name, long inserted, long updated, long left) {
        return new RestoreReport.Table(new TableName("public", name), inserted, updated, left);
    }

    @Test
    void everythingRefuse() {
        BackupException failure = refused(Scope.EVERYTHING, Existing.REFUSE);

        assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
        assertThat(rows()).isEqualTo(LiveTown.LATER);
        assertRestAlone();
    }

    @Test
    void everythingClean() {
        String city = target.query("SELECT 'city'::regclass::oid");
        target.execute("CREATE INDEX extra ON city (mood)");

        RestoreReport report = restore(Scope.EVERYTHING, Existing.CLEAN);

        assertThat(report.tables()).containsExactly(table("city", 2, 0, 0), table("street", 2, 0, 0));
        assertThat(report.transactions()).isEqualTo(1);
        assertThat(rows()).isEqualTo(LiveTown.AS_SAVED);
        assertThat(target.query("SELECT 'city'::regclass::oid")).isNotEqualTo(city);
        assertThat(target.query("SELECT nextval('numbers')")).isEqualTo("42");
        assertTriggerPutBack();
        assertRestAlone();
    }

    /** A function that reads a table is its default, one that takes its rows stands in a check and an index. */
    @Test
    void cleanUntiesFunctionsAndTablesThatNeedEachOther(@TempDir Path elsewhere) {
        try (TestDatabase circle = TestServer.newest().createDatabase()) {
            circle.execute(
                    "CREATE TABLE t (id int, name text)",
                    "CREATE FUNCTION next_id() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT count(*)::int + 1 FROM t; END",
                    "ALTER TABLE t ALTER id SET DEFAULT next_id()",
                    "CREATE FUNCTION label(t) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT $1.id || $1.name $$",
                    "ALTER TABLE t ADD CONSTRAINT labelled CHECK (label(t.*) <> '')",
                    "CREATE INDEX labels ON t (label(t.*))",
                    "INSERT INTO t (name) VALUES ('a')");
            Backup made = Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(circle.uri()))
                    .export(new LinesExporter())
                    .to(elsewhere)
                    .build()
                    .run()
                    .directory());
            circle.execute("INSERT INTO t (name) VALUES ('b')");

            RestoreReport report = LiveTown.plan(made, circle, Scope.EVERYTHING, Existing.CLEAN)
                    .build()
                    .run()
                    .requireComplete();

            assertThat(report.rows()).isEqualTo(1);
            circle.execute("INSERT INTO t (name) VALUES ('c')");
            assertThat(circle.query("SELECT string_agg(label(t.*), ' ' ORDER BY id) FROM t"))
                    .isEqualTo("1a 2c");
            assertThat(circle.query("SELECT to_regclass('labels')")).isEqualTo("labels");
        }
    }

    @Test
    void everythingTruncate() {
        String city = target.query("SELECT 'city'::regclass::oid");
        target.execute("DROP INDEX street_name", "DROP VIEW streets");

        RestoreReport report = restore(Scope.EVERYTHING, Existing.TRUNCATE);

        assertThat(report.tables()).containsExactly(table("city", 2, 0, 0), table("street", 2, 0, 0));
        assertThat(rows()).isEqualTo(LiveTown.AS_SAVED);
        assertThat(target.query("SELECT 'city'::regclass::oid")).isEqualTo(city);
        assertThat(target.query("SELECT concat(to_regclass('street_name'), ' ', to_regclass('streets'))"))
                .isEqualTo("street_name streets");
        assertTriggerPutBack();
        assertRestAlone();
    }

    @Test
    void everythingAppend() {
        target.execute("DROP MATERIALIZED VIEW totals", "DROP TABLE street CASCADE", "DELETE FROM city WHERE id < 3");

        RestoreReport report = restore(Scope.EVERYTHING, Existing.APPEND);

        assertThat(report.tables()).containsExactly(table("city", 2, 0, 0), table("street", 2, 0, 0));
        assertThat(rows()).isEqualTo("1Paris,2Rome,3Oslo | 1Rue1,2Via2 | 2 | 60");
        assertThat(target.query("SELECT count(*) FROM streets")).isEqualTo("2");
        assertTriggerPutBack();
        assertRestAlone();
    }

    @Test
    void everythingUpsert() {
        target.execute("DROP FUNCTION shout", "DELETE FROM street WHERE id = 1");

        RestoreReport report = restore(Scope.EVERYTHING, Existing.UPSERT);

        assertThat(report.tables()).containsExactly(table("city", 0, 2, 0), table("street", 1, 1, 0));
        assertThat(rows()).isEqualTo("1Paris,2Rome,3Oslo | 1Rue1,2Via2,3Gate3 | 3 | 60");
        assertThat(target.query("SELECT shout('a')")).isEqualTo("A");
        assertTriggerPutBack();
        assertRestAlone();
    }

    @Test
    void everythingSkip() {
        target.execute("DROP FUNCTION shout", "DELETE FROM street WHERE id = 1");

        RestoreReport report = restore(Scope.EVERYTHING, Existing.SKIP);

        assertThat(report.tables()).containsExactly(table("city", 0, 0, 2), table("street", 1, 0, 1));
        assertThat(rows()).isEqualTo("1Paris,2Roma,3Oslo | 1Rue1,2Via2,3Gate3 | 3 | 60");
        assertThat(target.query("SELECT shout('a')")).isEqualTo("A");
        assertTriggerPutBack();
        assertRestAlone();
    }

    @Test
    void schemaOnlyRefuse() {
        assertThat(refused(Scope.SCHEMA_ONLY, Existing.REFUSE).code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
        assertThat(rows()).isEqualTo(LiveTown.LATER);
        assertRestAlone();
    }

    @Test
    void schemaOnlyClean() {
        RestoreReport report = restore(Scope.SCHEMA_ONLY, Existing.CLEAN);

        assertThat(report.tables()).isEmpty();
        assertThat(
                        target.query(
                                "SELECT concat((SELECT count(*) FROM city), (SELECT count(*) FROM street), nextval('numbers'))"))
                .isEqualTo("001");
        assertTriggerPutBack();
        assertRestAlone();
    }

    @Test
    void schemaOnlySkip() {
        target.execute(
                "DROP FUNCTION shout", "DROP INDEX street_name", "ALTER TABLE city DROP CONSTRAINT city_name_key");

        RestoreReport report = restore(Scope.SCHEMA_ONLY, Existing.SKIP);

        assertThat(report.entries()).isEqualTo(3);
        assertThat(target.query("SELECT concat(shout('a'), to_regclass('street_name'), to_regclass('city_name_key'))"))
                .isEqualTo("Astreet_namecity_name_key");
        assertThat(rows()).isEqualTo(LiveTown.LATER);
        assertRestAlone();
    }

    @Test
    void dataOnlyRefuse() {
        assertThat(refused(Scope.DATA_ONLY, Existing.REFUSE).code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
        assertThat(rows()).isEqualTo(LiveTown.LATER);
        assertRestAlone();
    }

    @Test
    void dataOnlyTruncate() {
        RestoreReport report = restore(Scope.DATA_ONLY, Existing.TRUNCATE);

        assertThat(report.tables()).containsExactly(table("city", 2, 0, 0), table("street", 2, 0, 0));
        assertThat(rows()).isEqualTo(LiveTown.AS_SAVED);
        assertTriggerPutBack();
        assertRestAlone();
    }

    @Test
    void dataOnlyAppend() {
        target.execute("DELETE FROM street WHERE id < 3", "DELETE FROM city WHERE id < 3");

        RestoreReport report = restore(Scope.DATA_ONLY, Existing.APPEND);

        assertThat(report.tables()).containsExactly(table("city", 2, 0, 0), table("street", 2, 0, 0));
        assertThat(rows()).isEqualTo("1Paris,2Rome,3Oslo | 1Rue1,2Via2,3Gate3 | 3 | 60");
        assertTriggerPutBack();
        assertRestAlone();
    }

    @Test
    void dataOnlyUpsert() {
        RestoreReport report = restore(Scope.DATA_ONLY, Existing.UPSERT);

        assertThat(report.tables()).containsExactly(table("city", 0, 2, 0), table("street", 0, 2, 0));
        assertThat(rows()).isEqualTo("1Paris,2Rome,3Oslo | 1Rue1,2Via2,3Gate3 | 3 | 60");
        assertTriggerPutBack();
        assertRestAlone();
    }

    @Test
    void dataOnlySkip() {
        target.execute("DELETE FROM street WHERE id = 2");

        RestoreReport report = restore(Scope.DATA_ONLY, Existing.SKIP);

        assertThat(report.tables()).containsExactly(table("city", 0, 0, 2), table("street", 1, 0, 1));
        assertThat(rows()).isEqualTo("1Paris,2Roma,3Oslo | 1Rue1,2Via2,3Gate3 | 3 | 60");
        assertTriggerPutBack();
        assertRestAlone();
    }
}

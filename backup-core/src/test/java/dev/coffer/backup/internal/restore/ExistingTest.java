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
import dev.coffer.backup.RestorePreview;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each cell of scope × existing: what it does, and what it leaves alone. */
class ExistingTest {
    @TempDir
    static Path folder;

    private static Backup backup;
    private TestDatabase target;

    /** Two tables that refer to each other's rows, and one object of every kind that policies meet. */
    @BeforeAll
    static void backUp() {
        try (TestDatabase source = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TYPE mood AS ENUM ('calm', 'loud')",
                    "CREATE FUNCTION shout(text) RETURNS text LANGUAGE sql AS 'SELECT upper($1)'",
                    "CREATE TABLE city (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE,"
                            + " mood mood DEFAULT 'calm')",
                    "CREATE TABLE street (id serial PRIMARY KEY, city int NOT NULL REFERENCES city, name text,"
                            + " long text GENERATED ALWAYS AS (name || '!') STORED)",
                    "CREATE INDEX street_name ON street (name)",
                    "CREATE VIEW streets AS SELECT c.name AS city, s.name FROM street s JOIN city c ON c.id = s.city",
                    "CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS streets FROM street",
                    "CREATE SEQUENCE numbers",
                    "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
                            + " 'BEGIN NEW.name := ''spoiled''; RETURN NEW; END'",
                    "CREATE TRIGGER spoil BEFORE INSERT OR UPDATE ON street FOR EACH ROW EXECUTE FUNCTION spoil()",
                    "ALTER TABLE street DISABLE TRIGGER spoil",
                    "INSERT INTO city (name) VALUES ('Paris'), ('Rome')",
                    "INSERT INTO street (city, name) VALUES (1, 'Rue'), (2, 'Via')",
                    "ALTER TABLE street ENABLE ALWAYS TRIGGER spoil",
                    "REFRESH MATERIALIZED VIEW totals",
                    "SELECT setval('numbers', 41)");
            backup = Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory());
        }
    }

    /** The same database some time later: rows have changed, and it holds things of its own. */
    @BeforeEach
    void createTarget() {
        target = TestServer.newest().createDatabase();
        assertThat(restore(Scope.EVERYTHING, Existing.REFUSE).rows()).isEqualTo(4);
        target.execute(
                "CREATE TABLE mine (id int PRIMARY KEY, note text)",
                "INSERT INTO mine VALUES (1, 'kept')",
                "CREATE SEQUENCE mine_too START 7",
                "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "ALTER TABLE street DISABLE TRIGGER spoil",
                "UPDATE city SET name = 'Roma' WHERE id = 2",
                "INSERT INTO city (name) VALUES ('Oslo')",
                "INSERT INTO street (city, name) VALUES (3, 'Gate')",
                "ALTER TABLE street ENABLE ALWAYS TRIGGER spoil",
                "SELECT setval('numbers', 60)");
    }

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private RestorePlan plan(Scope scope, Existing existing) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()))
                .scope(scope)
                .existing(existing)
                .build();
    }

    private RestoreReport restore(Scope scope, Existing existing) {
        return plan(scope, existing).run().requireComplete();
    }

    private BackupException refused(Scope scope, Existing existing) {
        RestorePlan plan = plan(scope, existing);
        return assertThrows(BackupException.class, plan::run);
    }

    private String rows() {
        return target.query("SELECT concat_ws(' | ', (SELECT string_agg(id || name, ',' ORDER BY id) FROM city),"
                + " (SELECT string_agg(concat(id, name, city), ',' ORDER BY id) FROM street),"
                + " (SELECT streets FROM totals), (SELECT last_value FROM numbers))");
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

    private static final String LATER = "1Paris,2Roma,3Oslo | 1Rue1,2Via2,3Gate3 | 2 | 60";
    private static final String AS_SAVED = "1Paris,2Rome | 1Rue1,2Via2 | 2 | 41";

    @Test
    void everythingRefuse() {
        BackupException failure = refused(Scope.EVERYTHING, Existing.REFUSE);

        assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
        assertThat(rows()).isEqualTo(LATER);
        assertRestAlone();
    }

    @Test
    void everythingClean() {
        String city = target.query("SELECT 'city'::regclass::oid");
        target.execute("CREATE INDEX extra ON city (mood)");

        RestoreReport report = restore(Scope.EVERYTHING, Existing.CLEAN);

        assertThat(report.tables()).containsExactly(table("city", 2, 0, 0), table("street", 2, 0, 0));
        assertThat(report.transactions()).isEqualTo(1);
        assertThat(rows()).isEqualTo(AS_SAVED);
        assertThat(target.query("SELECT 'city'::regclass::oid")).isNotEqualTo(city);
        assertThat(target.query("SELECT nextval('numbers')")).isEqualTo("42");
        assertTriggerPutBack();
        assertRestAlone();
    }

    @Test
    void everythingTruncate() {
        String city = target.query("SELECT 'city'::regclass::oid");
        target.execute("DROP INDEX street_name", "DROP VIEW streets");

        RestoreReport report = restore(Scope.EVERYTHING, Existing.TRUNCATE);

        assertThat(report.tables()).containsExactly(table("city", 2, 0, 0), table("street", 2, 0, 0));
        assertThat(rows()).isEqualTo(AS_SAVED);
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
        assertThat(rows()).isEqualTo(LATER);
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
        assertThat(rows()).isEqualTo(LATER);
        assertRestAlone();
    }

    @Test
    void dataOnlyRefuse() {
        assertThat(refused(Scope.DATA_ONLY, Existing.REFUSE).code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
        assertThat(rows()).isEqualTo(LATER);
        assertRestAlone();
    }

    @Test
    void dataOnlyTruncate() {
        RestoreReport report = restore(Scope.DATA_ONLY, Existing.TRUNCATE);

        assertThat(report.tables()).containsExactly(table("city", 2, 0, 0), table("street", 2, 0, 0));
        assertThat(rows()).isEqualTo(AS_SAVED);
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

    /** What a database consists of, by OID, with every row and every sequence: anything that a preview must not change. */
    private String everything() {
        return target.query(
                        "SELECT md5(string_agg(x, '' ORDER BY x)) FROM (SELECT concat('c', oid, relname, relfilenode) FROM"
                                + " pg_class WHERE oid > 16384 AND relkind <> 't' UNION ALL SELECT concat('p', oid, prosrc) FROM pg_proc WHERE oid > 16384 UNION"
                                + " ALL SELECT concat('t', oid, tgenabled) FROM pg_trigger) o(x)")
                + rows();
    }

    @ParameterizedTest
    @CsvSource({
        "EVERYTHING, CLEAN",
        "EVERYTHING, TRUNCATE",
        "EVERYTHING, UPSERT",
        "EVERYTHING, SKIP",
        "SCHEMA_ONLY, CLEAN",
        "SCHEMA_ONLY, SKIP",
        "DATA_ONLY, TRUNCATE",
        "DATA_ONLY, UPSERT",
        "DATA_ONLY, SKIP"
    })
    void previewsExactlyWhatARunDoes(Scope scope, Existing existing) {
        target.execute("DROP FUNCTION shout");
        RestorePlan plan = plan(scope, existing);
        String before = everything();

        RestorePreview preview = plan.preview();

        assertThat(everything()).isEqualTo(before);
        String kept = oids(preview, RestorePreview.ObjectAction.KEEP);
        String dropped = oids(preview, RestorePreview.ObjectAction.DROP);
        Map<TableName, Long> expected = new HashMap<>();
        preview.tables().forEach(step -> expected.put(step.table(), after(step)));
        RestoreReport report = plan.run();
        if (scope != Scope.DATA_ONLY) {
            assertThat(preview.count(RestorePreview.ObjectAction.CREATE)).isEqualTo(report.entries());
        }
        assertThat(oids(preview, RestorePreview.ObjectAction.KEEP)).isEqualTo(kept);
        if (existing == Existing.CLEAN) {
            assertThat(oids(preview, RestorePreview.ObjectAction.DROP))
                    .isNotEqualTo(dropped)
                    .hasSameSizeAs(dropped);
        }
        expected.forEach((table, rows) -> assertThat(target.query("SELECT count(*) FROM " + table))
                .as(table.toString())
                .isEqualTo(rows.toString()));
        assertThat(preview.rows())
                .isEqualTo(report.tables().stream()
                        .mapToLong(table -> table.rows() + table.left())
                        .sum());
        assertThat(preview.sequences()).isEqualTo(report.sequences());
        assertThat(preview.oneTransaction()).isEqualTo(report.transactions() == 1);
    }

    /** Every key of the backup is there in these tests. */
    private static long after(RestorePreview.TableStep step) {
        return switch (step.action()) {
            case LOAD, REPLACE -> step.rows();
            case APPEND -> step.there() + step.rows();
            case UPSERT, SKIP -> step.there();
        };
    }

    private String oids(RestorePreview preview, RestorePreview.ObjectAction action) {
        return preview.objects().stream()
                .filter(step -> step.action() == action && step.object().matches("(table|view|sequence|index) .*"))
                .map(step -> target.query("SELECT to_regclass('" + step.object().split(" ")[1] + "')::oid"))
                .collect(Collectors.joining(","));
    }

    @Test
    void printsAPreviewForPeople() {
        target.execute(
                "DROP INDEX street_name",
                "CREATE OR REPLACE FUNCTION shout(text) RETURNS text LANGUAGE sql AS 'SELECT $1'");

        assertThat(plan(Scope.EVERYTHING, Existing.TRUNCATE)
                        .preview()
                        .toString()
                        .lines())
                .contains(
                        "restore of 2 tables with 4 rows in one transaction; 0 objects to drop, 2 to create, 15 to keep",
                        "  create  index public.street_name",
                        "  create  materialized view data public.totals",
                        "  keep    table public.city",
                        "  keep    function public.shout(text), which the backup has otherwise",
                        "  empty   table public.city: 3 rows",
                        "  load    table public.city: 2 rows",
                        "  set     3 sequences");
        assertThat(plan(Scope.DATA_ONLY, Existing.UPSERT).preview().toString().lines())
                .contains("  upsert  table public.street: 2 rows among 3");
        assertThat(plan(Scope.DATA_ONLY, Existing.SKIP).preview().toString().lines())
                .contains("  add     table public.street: those of 2 rows whose key is not among 3");
        assertThat(plan(Scope.DATA_ONLY, Existing.APPEND).preview().toString().lines())
                .contains("  append  table public.street: 2 rows to 3");
    }

    @Test
    void previewRefusesWhatARunWouldRefuse() {
        RestorePlan plan = plan(Scope.DATA_ONLY, Existing.REFUSE);

        assertThat(assertThrows(BackupException.class, plan::preview))
                .hasMessage(assertThrows(BackupException.class, plan::run).getMessage());
    }

    @Test
    void previewsANewDatabaseWithoutCreatingIt() {
        String name = target.name() + "_new";
        RestorePlan.Builder plan = RestorePlan.builder()
                .from(backup)
                .strategy(LinesExporter.strategy())
                .intoNewDatabase(PostgresDatabase.of(target.uri()), name);

        RestorePreview preview = plan.build().preview();

        assertThat(preview.count(RestorePreview.ObjectAction.CREATE)).isGreaterThan(10);
        assertThat(target.query("SELECT count(*) FROM pg_database WHERE datname = '" + name + "'"))
                .isEqualTo("0");
        assertThat(assertThrows(
                        BackupException.class,
                        plan.intoNewDatabase(PostgresDatabase.of(target.uri()), target.name())
                                .build()::preview))
                .hasMessage("the database " + target.name() + " exists already\n"
                        + "Hint: choose another name, or restore into it with into(…) if it is empty");
    }

    /** The last table is the one of the streets: a live rule of its own that the rows of the backup break. */
    @ParameterizedTest
    @CsvSource({
        "EVERYTHING, TRUNCATE",
        "EVERYTHING, APPEND",
        "EVERYTHING, UPSERT",
        "EVERYTHING, SKIP",
        "DATA_ONLY, TRUNCATE",
        "DATA_ONLY, APPEND",
        "DATA_ONLY, UPSERT",
        "DATA_ONLY, SKIP"
    })
    void leavesEveryRowAndSequenceWhenTheLastTableFails(Scope scope, Existing existing) {
        target.execute(
                "ALTER TABLE street ADD CONSTRAINT no_via CHECK (name <> 'Via') NOT VALID",
                "DELETE FROM street WHERE id < 3",
                "DELETE FROM city WHERE id < 3");
        String before = rows();

        BackupException failure = refused(scope, existing);

        assertThat(failure.code()).isEqualTo(ErrorCode.DATA_REFUSED);
        assertThat(failure.where().table()).isEqualTo(new TableName("public", "street"));
        assertThat(rows()).isEqualTo(before);
        assertThat(target.query("SELECT concat(nextval('numbers'), nextval('city_id_seq'), nextval('street_id_seq'))"))
                .isEqualTo("6144");
        assertTriggerPutBack();
        assertRestAlone();
    }
}

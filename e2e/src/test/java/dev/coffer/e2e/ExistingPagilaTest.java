package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real database restored twice into one place under each policy; rows are counted by psql, not by code of ours. */
@EnabledIfCorpora
@EnabledIfClientTools({"psql", "pg_dump"})
class ExistingPagilaTest {
    /** By psql: every table with its number of rows. */
    private static final String COUNTS = "SELECT string_agg(format('%s=%s', c.oid::regclass, (xpath('/row/c/text()',"
            + " query_to_xml(format('SELECT count(*) AS c FROM ONLY %s', c.oid::regclass), false, true, '')))[1]), ' '"
            + " ORDER BY c.oid::regclass::text) FROM pg_class c WHERE c.relkind = 'r'"
            + " AND c.relnamespace = 'public'::regnamespace";

    @TempDir
    static Path folder;

    private static Backup backup;
    private static String counts;
    private static long saved;
    private TestDatabase target;

    @BeforeAll
    static void backUp() {
        try (TestDatabase source = Databases.corpus("pagila", TestServer.newest())) {
            counts = psql(source, COUNTS);
            BackupReport report = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(Format.JSON.exporter(), Format.CSV.exporter())
                    .to(folder)
                    .build()
                    .run()
                    .requireComplete();
            saved = report.rows();
            backup = Backup.open(report.directory());
        }
    }

    @BeforeEach
    void restoreOnce() {
        target = TestServer.newest().createDatabase();
        assertThat(restore(Scope.EVERYTHING, Existing.REFUSE, Format.JSON).transactions())
                .isEqualTo(1);
        assertThat(psql(target, COUNTS)).isEqualTo(counts);
    }

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private static String psql(TestDatabase database, String sql) {
        return ClientTools.run(
                        ClientTools.require("psql"),
                        "-X",
                        "-A",
                        "-t",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-c",
                        sql,
                        database.uri())
                .requireSuccess()
                .output()
                .strip();
    }

    private RestorePlan plan(Scope scope, Existing existing, Format format) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(format.strategy())
                .into(PostgresDatabase.of(target.uri()))
                .scope(scope)
                .existing(existing)
                .build();
    }

    private RestoreReport restore(Scope scope, Existing existing, Format format) {
        return plan(scope, existing, format).run().requireComplete();
    }

    private static void addMissingKeys(TestDatabase database, Existing existing) {
        if (existing == Existing.UPSERT || existing == Existing.SKIP) {
            psql(
                    database,
                    "ALTER TABLE payment_p0000_default ADD PRIMARY KEY (payment_id);"
                            + " ALTER TABLE payment_p2007_07_max ADD PRIMARY KEY (payment_id)");
        }
    }

    @Test
    void namesTheTablesWithoutAKey() {
        assertThat(assertThrows(BackupException.class, plan(Scope.EVERYTHING, Existing.UPSERT, Format.CSV)::run))
                .hasMessage(
                        "UPSERT needs a primary or unique key whose columns the backup holds, and there is none on"
                                + " public.payment_p0000_default, public.payment_p2007_07_max\n"
                                + "Hint: add a key to the table, choose existing(Existing.APPEND), or leave the table out with tables(…)");
        assertThat(psql(target, COUNTS)).isEqualTo(counts);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLEAN", "TRUNCATE", "UPSERT", "SKIP"})
    void isTheSameAfterASecondRestoreOfEverything(Existing existing) {
        addMissingKeys(target, existing);
        restore(Scope.EVERYTHING, existing, Format.CSV);

        assertThat(psql(target, COUNTS)).isEqualTo(counts);
        try (TestDatabase source = Databases.corpus("pagila", TestServer.newest())) {
            addMissingKeys(source, existing);
            Databases.assertSame(source, target, folder);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUNCATE", "UPSERT", "SKIP"})
    void bringsBackRowsThatWereLostOrChanged(Existing existing) {
        addMissingKeys(target, existing);
        psql(target, "DELETE FROM payment WHERE amount > 5");
        psql(target, "UPDATE customer SET email = 'x'");

        RestoreReport report = restore(Scope.DATA_ONLY, existing, Format.JSON);

        assertThat(psql(target, COUNTS)).isEqualTo(counts);
        assertThat(psql(target, "SELECT count(*) > 0 FROM customer WHERE email = 'x'"))
                .isEqualTo(existing == Existing.SKIP ? "t" : "f");
        assertThat(report.tables().stream()
                        .mapToLong(table -> table.rows() + table.left())
                        .sum())
                .isEqualTo(saved);
    }

    @Test
    void appendingTwiceMeetsTheKeysAndLeavesEverything() {
        BackupException failure =
                assertThrows(BackupException.class, plan(Scope.DATA_ONLY, Existing.APPEND, Format.JSON)::run);

        assertThat(failure.code()).isEqualTo(ErrorCode.DATA_REFUSED);
        assertThat(psql(target, COUNTS)).isEqualTo(counts);
    }

    @Test
    void appendsToWhatIsThere() {
        psql(target, "CREATE TABLE kept AS SELECT * FROM payment; DELETE FROM payment; DELETE FROM rental");
        psql(
                target,
                "DO $$ DECLARE t record; BEGIN FOR t IN SELECT c.oid::regclass AS name FROM pg_class c WHERE relkind = 'r'"
                        + " AND relnamespace = 'public'::regnamespace AND relname <> 'kept' LOOP"
                        + " EXECUTE format('ALTER TABLE %s DISABLE TRIGGER ALL; DELETE FROM %s; ALTER TABLE %s ENABLE TRIGGER"
                        + " ALL', t.name, t.name, t.name); END LOOP; END $$");
        psql(target, "INSERT INTO language (language_id, name) VALUES (900, 'Klingon')");

        restore(Scope.DATA_ONLY, Existing.APPEND, Format.CSV);

        assertThat(psql(target, "SELECT count(*) FROM language WHERE language_id = 900"))
                .isEqualTo("1");
        psql(target, "DELETE FROM language WHERE language_id = 900; DROP TABLE kept");
        assertThat(psql(target, COUNTS)).isEqualTo(counts);
    }

    @Test
    void refusesASecondRestoreByDefault() {
        for (Scope scope : Scope.values()) {
            RestorePlan plan = plan(scope, Existing.REFUSE, Format.CSV);

            assertThat(assertThrows(BackupException.class, plan::run).code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
        }
        assertThat(psql(target, COUNTS)).isEqualTo(counts);
    }
}

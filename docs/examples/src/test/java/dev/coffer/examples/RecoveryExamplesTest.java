package dev.coffer.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.GuardNotice;
import dev.coffer.backup.GuardReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples about recovery do what they are shown for, and with that the three scenarios of the guide. */
@Costly
class RecoveryExamplesTest {
    private TestDatabase database;
    private BackupPlan plan;
    private Path backup;

    @TempDir
    private Path folder;

    @BeforeEach
    void backUp() throws SQLException {
        database = TestServer.newest().createDatabase();
        try (Connection connection = database.connect()) {
            SampleDatabase.create(connection);
        }
        plan = BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(JsonTableExporter.create())
                .to(folder)
                .build();
        backup = plan.run().directory();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private String state() {
        return database.query("SELECT md5(string_agg(a::text, '|' ORDER BY a::text)) FROM protein_aliases a");
    }

    @Test
    void bringsBackDeletedRows() {
        String deleted = "FROM interactions WHERE id NOT IN (SELECT interaction_id FROM complex_interactions)";
        String rows = database.query("SELECT count(*) " + deleted);
        database.execute("DELETE " + deleted);

        assertThat(RecoveryExamples.deleted(backup, database.uri()).inserted()).isEqualTo(Long.parseLong(rows));

        assertThat(database.query("SELECT count(*) " + deleted)).isEqualTo(rows);
    }

    @Test
    void overwritesChangedRowsOfACondition() {
        assertThat(RecoveryExamples.changed(backup, database.uri()).updated()).isZero();
    }

    @Test
    void putsATableBesideTheLiveOne() {
        assertThat(RecoveryExamples.beside(backup, database.uri()).indexes()).isPositive();

        assertThat(database.query("SELECT count(*) FROM (TABLE interactions EXCEPT TABLE interactions_2025) lost"))
                .isEqualTo("0");
    }

    @Test
    void undoesAMigration() {
        String before = state();
        database.execute("ALTER TABLE protein_aliases DROP COLUMN source");

        assertThat(RecoveryExamples.migrated(backup, database.uri()).rows()).isPositive();

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void replacesACorruptDatabase() {
        String name = database.name() + "_new";
        try {
            assertThat(RecoveryExamples.corrupt(backup, database.uri(), name).rows())
                    .isPositive();
        } finally {
            TestServer.newest().administer("DROP DATABASE IF EXISTS " + name);
        }
    }

    @Test
    void guardsAnImport() throws Exception {
        GuardReport<Integer> report = RecoveryExamples.guarded(database.uri(), folder, () -> 7);

        assertThat(report.result()).isEqualTo(7);
        assertThat(report.fresh()).isTrue();
        assertThat(report.backup().directory()).isEqualTo(backup);
        String before = state();
        IOException failure = assertThrows(
                IOException.class,
                () -> RecoveryExamples.guarded(database.uri(), folder, () -> {
                    database.execute("DELETE FROM protein_aliases");
                    throw new IOException("the file ends");
                }));
        assertThat(GuardNotice.of(failure).orElseThrow().outcome().state()).isEqualTo(GuardNotice.State.RESTORED);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void tellsWhatTheGuardDid() throws Exception {
        assertThat(RecoveryExamples.notice(plan, () -> 3)).isEqualTo("imported 3 rows");
        assertThat(RecoveryExamples.notice(plan, () -> {
                    throw new IllegalStateException("line 12 is no number");
                }))
                .startsWith(
                        "line 12 is no number: the guard restored the table public.protein_aliases from the backup ");
    }
}

package dev.coffer.backup.pgdump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.Completeness;
import dev.coffer.backup.ConflictException;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.testsupport.ContainerServer;
import dev.coffer.testsupport.ContainerTools;
import dev.coffer.testsupport.EnabledIfContainers;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools of several versions, against servers of their own version and older ones. */
@EnabledIfContainers
class ToolVersionsTest {
    private static final String RELATIONS =
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text = 'public'";

    private final TestServer older = TestServer.version(15);

    @TempDir
    Path root;

    @NamesItsServers
    @ParameterizedTest
    @ValueSource(ints = {15, 17})
    void dumpAndRestoreTheirOwnServer(int major) {
        TestServer server = ContainerServer.version(major).server();
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase();
                TestDatabase rows = server.createDatabase()) {
            Backup backup = backup(source, PgDumpExporter.builder().tools(ContainerTools.folder(major)));
            assertThat(backup.serverVersion()).startsWith(major + ".");
            RestoreReport report = restore(backup, target, strategy(major).build());
            assertThat(report.requireComplete().rows()).isEqualTo(2504);
            PgDumpBackupTest.assertSame(source, target);
            PgDumpBackupTest.psql(backup.directory().resolve("schema.sql"), rows);
            PgDumpBackupTest.psql(backup.directory().resolve("data.sql"), rows);
            PgDumpBackupTest.assertSame(source, rows);
        }
    }

    @ParameterizedTest
    @CsvSource({"ZSTD, 3", "LZ4, 1", "GZIP, 9"})
    void compressAsTheyCanAndRestoreAnOlderServerAllOrNothing(DumpCompression.Method method, int level) {
        try (TestDatabase source = Database.create(older);
                TestDatabase target = older.createDatabase()) {
            Backup backup = backup(
                    source,
                    PgDumpExporter.builder()
                            .tools(ContainerTools.folder(17))
                            .compression(new DumpCompression(method, level)));
            RestoreReport report = restore(backup, target, strategy(17).build());
            assertThat(report.requireComplete().rows()).isEqualTo(2504);
            assertThat(report.transactions()).isEqualTo(1);
            PgDumpBackupTest.assertSame(source, target);
        }
    }

    @Test
    void leaveNothingInAnOlderServerWhenTheyFail() {
        String role = "gone_" + System.nanoTime();
        try (TestDatabase source = Database.create(older);
                TestDatabase target = older.createDatabase()) {
            older.administer("CREATE ROLE " + role);
            source.execute("ALTER VIEW audited OWNER TO " + role);
            Backup backup = backup(source, PgDumpExporter.builder().tools(ContainerTools.folder(17)));
            source.execute("ALTER VIEW audited OWNER TO CURRENT_USER");
            older.administer("DROP ROLE " + role);
            assertThatThrownBy(
                            () -> restore(backup, target, strategy(17).owners().build()))
                    .isInstanceOf(BackupException.class)
                    .hasMessageStartingWith("psql ended with status 3: role \"" + role + "\" does not exist");
            assertThat(target.query(RELATIONS)).isEqualTo("0");
        }
    }

    @Test
    void restoreAnOlderServerOnSeveralConnectionsOnlyWhenErrorsAreCollected() {
        try (TestDatabase source = Database.create(older);
                TestDatabase target = older.createDatabase()) {
            Backup backup = backup(source, PgDumpExporter.builder().tools(ContainerTools.folder(17)));
            assertThatThrownBy(
                            () -> restore(backup, target, strategy(17).jobs(2).build()))
                    .isInstanceOf(PlanException.class)
                    .hasMessageMatching(
                            "pg_restore 17\\.\\d+ \\S*sets transaction_timeout, which the server of version 15"
                                    + " refuses, and several jobs end at their first error\nHint: leave out jobs\\(n\\), or call"
                                    + " collectErrors\\(\\), which passes over it");
            RestoreReport report =
                    restore(backup, target, strategy(17).jobs(2).collectErrors().build());
            assertThat(report.completeness()).isEqualTo(Completeness.COMPLETE);
            PgDumpBackupTest.assertSame(source, target);
        }
    }

    @Test
    void writeTheDirectoryFormatWithZstdAndJobs() {
        TestServer server = ContainerServer.version(17).server();
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Backup backup = backup(
                    source,
                    PgDumpExporter.builder()
                            .tools(ContainerTools.folder(17))
                            .layout(DumpLayout.DIRECTORY)
                            .compression(DumpCompression.zstd())
                            .jobs(2));
            assertThat(restore(backup, target, strategy(17).jobs(2).build()).rows())
                    .isEqualTo(2504);
            PgDumpBackupTest.assertSame(source, target);
        }
    }

    @Test
    void areTooOldForADumpOfNewerOnes() {
        try (TestDatabase source = Database.create(older);
                TestDatabase target = older.createDatabase()) {
            Backup backup = backup(source, PgDumpExporter.builder().tools(ContainerTools.folder(17)));
            assertThatThrownBy(() -> restore(backup, target, strategy(15).build()))
                    .isInstanceOf(BackupException.class)
                    .hasMessageMatching(
                            "(?s)pg_restore 15\\.\\d+ \\(.*\\) is older than the dump, which needs version 17\n"
                                    + "Hint: install version 17 or newer .*");
        }
    }

    @Test
    void rowsAloneStopTriggersOfAnOlderServer() {
        try (TestDatabase source = Database.create(older);
                TestDatabase target = older.createDatabase()) {
            Backup backup = backup(source, PgDumpExporter.builder().tools(ContainerTools.folder(17)));
            RestorePlan.Builder plan = RestorePlan.builder()
                    .from(backup)
                    .strategy(strategy(17).build())
                    .into(PostgresDatabase.of(target.uri()));
            RestoreReport schema = plan.scope(Scope.SCHEMA_ONLY).build().run();
            assertThat(schema.completeness()).isEqualTo(Completeness.COMPLETE);
            Triggers.spoil(target);
            RestoreReport rows = plan.scope(Scope.DATA_ONLY).build().run();
            assertThat(rows.requireComplete().rows()).isEqualTo(2504);
            PgDumpBackupTest.assertSame(source, target);
            assertThat(Triggers.states(target)).isEqualTo(Triggers.STATES);
            assertThatThrownBy(() -> plan.build().run()).isInstanceOf(ConflictException.class);
        }
    }

    private static PgRestoreStrategy.Builder strategy(int major) {
        return PgRestoreStrategy.builder().tools(ContainerTools.folder(major));
    }

    private static RestoreReport restore(Backup backup, TestDatabase target, PgRestoreStrategy strategy) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(strategy)
                .into(PostgresDatabase.of(target.uri()))
                .build()
                .run();
    }

    private Backup backup(TestDatabase source, PgDumpExporter.Builder exporter) {
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(exporter.build())
                .to(root)
                .build()
                .run();
        assertThat(report.skips()).isEqualTo(List.of());
        return Backup.open(report.directory());
    }
}

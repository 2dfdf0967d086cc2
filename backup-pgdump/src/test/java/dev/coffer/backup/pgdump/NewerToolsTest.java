package dev.coffer.backup.pgdump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tools newer than the server. They stand in a folder that the environment names; it may hold scripts that run those of a
 * container, with the folder of temporary files mounted at its own path.
 */
@EnabledIfEnvironmentVariable(
        named = "COFFER_NEWER_TOOLS",
        matches = ".+",
        disabledReason = "no folder of client tools 17 is named")
class NewerToolsTest {
    private final TestServer server = TestServer.version(15);

    @TempDir
    Path root;

    @Test
    void dumpWithZstdAndPrintRows() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Backup backup = backup(source);
            PgDumpBackupTest.psql(backup.directory().resolve("schema.sql"), target);
            PgDumpBackupTest.psql(backup.directory().resolve("data.sql"), target);
            PgDumpBackupTest.assertSame(source, target);
        }
    }

    @Test
    void restoreAnOlderServerOnlyWhenErrorsAreCollected() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Backup backup = backup(source);
            assertThatThrownBy(() -> restore(backup, target, strategy().build()))
                    .hasMessageMatching(
                            "pg_restore 17\\.\\d+ sets transaction_timeout, which the server of version 15 refuses, and"
                                    + " one transaction does not outlive an error\nHint: restore with JSON or CSV, or call"
                                    + " collectErrors\\(\\), which passes over it");
            RestoreReport report =
                    restore(backup, target, strategy().collectErrors().build());
            assertThat(report.requireComplete().rows()).isEqualTo(2504);
            PgDumpBackupTest.assertSame(source, target);
        }
    }

    private static Path tools() {
        return Path.of(System.getenv("COFFER_NEWER_TOOLS"));
    }

    private static PgRestoreStrategy.Builder strategy() {
        return PgRestoreStrategy.builder().tools(tools());
    }

    private static RestoreReport restore(Backup backup, TestDatabase target, PgRestoreStrategy strategy) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(strategy)
                .into(PostgresDatabase.of(target.uri()))
                .build()
                .run();
    }

    private Backup backup(TestDatabase source) {
        return Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(PgDumpExporter.builder()
                        .tools(tools())
                        .compression(DumpCompression.zstd().level(3))
                        .build())
                .to(root)
                .build()
                .run()
                .directory());
    }
}

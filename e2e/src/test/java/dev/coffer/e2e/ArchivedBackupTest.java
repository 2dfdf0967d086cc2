package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.pgdump.PgDumpExporter;
import dev.coffer.backup.pgdump.PgRestoreStrategy;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup in one file restores like its directory, whoever made the archive. */
@OnServerOfTools
@EnabledIfClientTools({"psql", "pg_dump", "pg_restore", "tar"})
class ArchivedBackupTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void restoresFromTheArchiveThatWasWrittenAlong(ArchiveFormat format) {
        try (TestDatabase source = Databases.corpus("sample")) {
            BackupReport report = backup(source, format);
            Path archive = report.archive().orElseThrow();
            assertThat(archive)
                    .isEqualTo(
                            report.directory().resolveSibling(report.directory().getFileName() + format.suffix()));
            Backup backup = Backup.open(archive);
            assertThat(Backup.list(folder)).extracting(Backup::directory).containsExactly(report.directory());
            for (RestoreStrategy strategy :
                    List.of(Format.JSON.strategy(), Format.CSV.strategy(), PgRestoreStrategy.create())) {
                try (TestDatabase target = Databases.server().createDatabase()) {
                    RestoreReport restored = restore(backup, strategy, target);
                    assertThat(restored.rows()).as("%s", strategy).isEqualTo(report.rows());
                    Databases.assertIdentical(source, target);
                }
            }
        }
    }

    @Test
    void tarExtractsItAndMakesOneThatRestores() throws Exception {
        try (TestDatabase source = Databases.corpus("sample");
                TestDatabase target = Databases.server().createDatabase()) {
            BackupReport report = backup(source, ArchiveFormat.TAR_GZ);
            String name = report.directory().getFileName().toString();
            Path extracted = Files.createDirectory(folder.resolve("extracted"));
            tar("-xzf", report.archive().orElseThrow().toString(), "-C", extracted.toString());
            assertThat(Backup.open(extracted.resolve(name)).contents())
                    .isEqualTo(Backup.open(report.directory()).contents());
            Path byHand = folder.resolve("by-hand.tar.gz");
            tar("-czf", byHand.toString(), "-C", folder.toString(), name);
            restore(Backup.open(byHand), PgRestoreStrategy.create(), target);
            Databases.assertIdentical(source, target);
        }
    }

    private static void tar(String... arguments) {
        ClientTools.run(ClientTools.require("tar"), arguments).requireSuccess();
    }

    private BackupReport backup(TestDatabase source, ArchiveFormat format) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(Format.JSON.exporter(), Format.CSV.exporter(), PgDumpExporter.create())
                .to(folder)
                .archive(format)
                .build()
                .run()
                .requireComplete();
    }

    private static RestoreReport restore(Backup backup, RestoreStrategy strategy, TestDatabase target) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(strategy)
                .into(PostgresDatabase.of(target.uri()))
                .build()
                .run()
                .requireComplete();
    }
}

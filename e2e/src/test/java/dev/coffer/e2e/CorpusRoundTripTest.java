package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real databases, backed up and restored through the API, and judged by tools that are not ours. */
@OnServerOfTools
@EnabledIfCorpora
@EnabledIfClientTools({"psql", "pg_dump"})
class CorpusRoundTripTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample",
                "pagila",
                "chinook_identity",
                "northwind",
                "graphile_kitchensink",
                "langfuse",
                "cratesio",
                "concourse",
                "temporal",
                "thingsboard",
                "harbor"
            })
    void comesBackIdenticalFromEitherFormat(String corpus) throws Exception {
        try (TestDatabase source = Databases.corpus(corpus)) {
            BackupReport report = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(Format.JSON.exporter(), Format.CSV.exporter())
                    .to(folder)
                    .name(corpus)
                    .build()
                    .run()
                    .requireComplete();
            Backup backup = Backup.open(report.directory());
            for (Format format : Format.values()) {
                try (TestDatabase target = Databases.server().createDatabase()) {
                    RestoreReport restored = RestorePlan.builder()
                            .from(backup)
                            .strategy(format.strategy())
                            .into(PostgresDatabase.of(target.uri()))
                            .build()
                            .run()
                            .requireComplete();
                    assertThat(restored.rows()).isEqualTo(report.rows());
                    assertThat(restored.transactions()).isEqualTo(1);
                    Databases.assertIdentical(source, target);
                }
            }
            loneJsonRestores(report, source);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "pagila", "harbor"})
    void comesBackIdenticalWithSeveralJobs(String corpus) {
        try (TestDatabase source = Databases.corpus(corpus);
                TestDatabase target = Databases.server().createDatabase()) {
            BackupReport report = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(Format.JSON.exporter())
                    .to(folder)
                    .name(corpus)
                    .build()
                    .run();
            RestoreReport restored = RestorePlan.builder()
                    .from(Backup.open(report.directory()))
                    .strategy(Format.JSON.strategy())
                    .into(PostgresDatabase.of(target.uri()))
                    .jobs(4)
                    .build()
                    .run()
                    .requireComplete();
            assertThat(restored.rows()).isEqualTo(report.rows());
            assertThat(restored.transactions()).isGreaterThan(1);
            Databases.assertIdentical(source, target);
        }
    }

    private void loneJsonRestores(BackupReport report, TestDatabase source) throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path lone = Files.move(
                report.directory().resolve("complete_backup.json"), elsewhere.resolve("complete_backup.json"));
        try (TestDatabase target = Databases.server().createDatabase()) {
            RestoreReport restored = RestorePlan.builder()
                    .from(lone)
                    .strategy(Format.JSON.strategy())
                    .into(PostgresDatabase.of(target.uri()))
                    .build()
                    .run()
                    .requireComplete();
            assertThat(restored.rows()).isEqualTo(report.rows());
            Databases.assertIdentical(source, target);
        }
    }
}

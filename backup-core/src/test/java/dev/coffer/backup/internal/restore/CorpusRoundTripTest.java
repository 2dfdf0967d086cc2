package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real databases there and back, judged by tools that are not ours. */
@EnabledIfCorpora
@OnServerOfTools
class CorpusRoundTripTest {
    @TempDir
    private Path folder;

    private static BackupReport backup(TestDatabase source, Path folder) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(new LinesExporter())
                .to(folder)
                .build()
                .run();
    }

    private static RestorePlan.Builder restore(Path backup, TestDatabase target) {
        return RestorePlan.builder()
                .from(Backup.open(backup))
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pagila", "chinook_identity", "northwind"})
    void comesBackIdentical(String corpus) {
        try (TestDatabase source = TestServer.ofTools().createDatabase();
                TestDatabase target = TestServer.ofTools().createDatabase()) {
            Corpora.load(corpus, source);
            BackupReport taken = backup(source, folder);

            RestoreReport restored = restore(taken.directory(), target).build().run();

            assertThat(restored.rows()).isEqualTo(taken.rows());
            assertThat(restored.skips()).isEmpty();
            ToolResult compared = Corpora.compare(source, target);
            assertThat(compared.output()).endsWith("identical\n");
        }
    }

    @Test
    void comesBackIdenticalThroughADataSource() {
        try (TestDatabase source = TestServer.ofTools().createDatabase();
                TestDatabase target = TestServer.ofTools().createDatabase()) {
            Corpora.load("pagila", source);
            BackupReport taken = backup(source, folder);

            RestoreReport restored = restore(taken.directory(), target)
                    .into(PostgresDatabase.of(target.dataSource()))
                    .build()
                    .run();

            assertThat(restored.rows()).isEqualTo(taken.rows());
            assertThat(Corpora.compare(source, target).output()).endsWith("identical\n");
        }
    }

    @Test
    void comesBackIdenticalInTwoSteps() {
        try (TestDatabase source = TestServer.ofTools().createDatabase();
                TestDatabase target = TestServer.ofTools().createDatabase()) {
            Corpora.load("pagila", source);
            BackupReport taken = backup(source, folder);

            assertThat(restore(taken.directory(), target)
                            .scope(Scope.SCHEMA_ONLY)
                            .build()
                            .run()
                            .rows())
                    .isZero();
            RestoreReport rows = restore(taken.directory(), target)
                    .scope(Scope.DATA_ONLY)
                    .build()
                    .run();

            assertThat(rows.rows()).isEqualTo(taken.rows());
            assertThat(Corpora.compare(source, target).output()).endsWith("identical\n");
        }
    }
}

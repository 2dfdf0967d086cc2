package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The corpora on the oldest and the newest server, which this machine's pg_dump does not judge: compared by second backups. */
@EnabledIfCorpora
@EnabledIfClientTools("psql")
class CorpusVersionsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "pagila, 14",
        "pagila, 18",
        "chinook_identity, 14",
        "chinook_identity, 18",
        "northwind, 14",
        "northwind, 18",
        // graphile_kitchensink has an unlogged sequence, which version 14 does not know.
        "graphile_kitchensink, 18",
        "langfuse, 14",
        "langfuse, 18",
        "cratesio, 14",
        "cratesio, 18",
        "concourse, 14",
        "concourse, 18",
        "temporal, 14",
        "temporal, 18",
        "thingsboard, 14",
        "thingsboard, 18",
        "harbor, 14",
        "harbor, 18"
    })
    void comesBackFromEitherFormat(String corpus, int version) {
        TestServer server = TestServer.version(version);
        try (TestDatabase source = Databases.corpus(corpus, server)) {
            Path first = backup(source);
            for (Format format : Format.values()) {
                try (TestDatabase target = server.createDatabase()) {
                    RestorePlan.builder()
                            .from(Backup.open(first))
                            .strategy(format.strategy())
                            .into(PostgresDatabase.of(target.uri()))
                            .build()
                            .run()
                            .requireComplete();
                    Path second = backup(target);
                    assertThat(Contents.of(second)).isEqualTo(Contents.of(first));
                    assertThat(Contents.withoutNumbers(second)).isEqualTo(Contents.withoutNumbers(first));
                }
            }
        }
    }

    private Path backup(TestDatabase database) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(Format.JSON.exporter(), Format.CSV.exporter())
                .to(folder)
                .build()
                .run()
                .requireComplete()
                .directory();
    }
}

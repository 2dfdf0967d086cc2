package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The corpora on a server that this machine's pg_dump cannot read, so that it does not judge: compared by second backups. */
@EnabledIfCorpora
@EnabledIfClientTools({"psql", "pg_dump"})
class CorpusVersionsTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void judgedElsewhere() {
        Assumptions.assumeTrue(
                TestServer.newest() != TestServer.ofTools(), "CorpusRoundTripTest lets pg_dump judge on this server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
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
    void comesBackFromEitherFormat(String corpus) {
        TestServer server = TestServer.newest();
        try (TestDatabase source = Databases.corpus(corpus, server)) {
            Path first = Databases.backup(source, folder);
            for (Format format : Format.values()) {
                try (TestDatabase target = server.createDatabase()) {
                    RestorePlan.builder()
                            .from(Backup.open(first))
                            .strategy(format.strategy())
                            .into(PostgresDatabase.of(target.uri()))
                            .build()
                            .run()
                            .requireComplete();
                    Path second = Databases.backup(target, folder);
                    assertThat(Contents.of(second)).isEqualTo(Contents.of(first));
                    assertThat(Contents.withoutNumbers(second)).isEqualTo(Contents.withoutNumbers(first));
                }
            }
        }
    }
}

package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.testsupport.ContainerServer;
import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfContainers;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.ToolResult;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The round trip on the servers that users run, from {@code postgres:N} images, judged by the tools inside. */
@EnabledIfContainers
class ContainerRoundTripTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {15, 17})
    void sampleComesBackIdenticalFromEitherFormat(int major) {
        ContainerServer container = ContainerServer.version(major);
        try (TestDatabase source = Databases.sample(container.server())) {
            comesBackIdentical(container, source);
        }
    }

    @ParameterizedTest
    @EnabledIfCorpora
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
    void corporaComeBackIdenticalFromEitherFormat(String corpus) {
        ContainerServer container = ContainerServer.version(17);
        try (TestDatabase source = Databases.corpus(corpus, container.server())) {
            comesBackIdentical(container, source);
        }
    }

    private void comesBackIdentical(ContainerServer container, TestDatabase source) {
        BackupReport report = backup(source);
        for (Format format : Format.values()) {
            try (TestDatabase target = container.server().createDatabase()) {
                RestoreReport restored = RestorePlan.builder()
                        .from(Backup.open(report.directory()))
                        .strategy(format.strategy())
                        .into(PostgresDatabase.of(target.uri()))
                        .build()
                        .run()
                        .requireComplete();
                assertThat(restored.rows()).isEqualTo(report.rows());
                assertIdentical(container, source, target, report);
            }
        }
    }

    private BackupReport backup(TestDatabase source) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(Format.JSON.exporter(), Format.CSV.exporter())
                .to(folder)
                .build()
                .run()
                .requireComplete();
    }

    /** By a second backup; and by pg_dump and psql of the server's own version, where there is the script that asks them. */
    private void assertIdentical(
            ContainerServer container, TestDatabase expected, TestDatabase actual, BackupReport first) {
        Path second = backup(actual).directory();
        assertThat(Contents.of(second)).isEqualTo(Contents.of(first.directory()));
        Corpora.tool("compare-databases").ifPresent(judge -> {
            String script = "/tmp/compare-databases";
            container.copyIn(judge, script);
            ToolResult verdict =
                    container.run("bash", script, container.uriInside(expected), container.uriInside(actual));
            assertThat(verdict.output()).as(verdict.toString()).isEqualTo("identical\n");
        });
    }
}

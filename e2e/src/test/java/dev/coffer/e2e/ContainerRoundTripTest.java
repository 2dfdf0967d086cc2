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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
    @ValueSource(ints = {15, 17})
    void pagilaComesBackIdenticalFromEitherFormat(int major) {
        ContainerServer container = ContainerServer.version(major);
        try (TestDatabase source = container.server().createDatabase()) {
            Corpora.load("pagila", source);
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
                assertThat(restored.rows()).isEqualTo(report.rows()).isPositive();
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
        assertThat(contents(second)).isEqualTo(contents(first.directory()));
        Corpora.tool("compare-databases").ifPresent(judge -> {
            String script = "/tmp/compare-databases";
            container.copyIn(judge, script);
            ToolResult verdict =
                    container.run("bash", script, container.uriInside(expected), container.uriInside(actual));
            assertThat(verdict.output()).as(verdict.toString()).isEqualTo("identical\n");
        });
    }

    /** The schema as text and each table's rows, whatever their order. */
    private static Map<String, List<String>> contents(Path backup) {
        Map<String, List<String>> contents = new TreeMap<>();
        try (Stream<Path> tables = Files.list(backup.resolve("csv_exports"))) {
            contents.put("schema", Files.readAllLines(backup.resolve("schema.sql")));
            for (Path table : tables.toList()) {
                contents.put(
                        table.getFileName().toString(),
                        Files.readAllLines(table).stream().sorted().toList());
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

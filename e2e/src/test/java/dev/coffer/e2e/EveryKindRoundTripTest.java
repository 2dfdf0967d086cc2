package dev.coffer.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.ContainerServer;
import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfContainers;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.EveryKind;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that holds every kind of object, there and back through either format. */
class EveryKindRoundTripTest {
    @TempDir
    Path folder;

    /** A is the original, B what a restore makes of it, C what a restore of B's backup makes. */
    @NamesItsServers
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void comesBackAndTheSecondGenerationIsTheSame(int version) {
        TestServer server = TestServer.version(version);
        try (TestDatabase a = EveryKind.create(server);
                TestDatabase b = server.createDatabase();
                TestDatabase c = server.createDatabase()) {
            Path first = backup(a).directory();
            restore(first, Format.JSON, b);
            Path second = backup(b).directory();
            restore(second, Format.CSV, c);
            Path third = backup(c).directory();
            assertThat(Contents.of(second)).containsExactlyInAnyOrderEntriesOf(Contents.of(first));
            assertThat(Contents.of(third)).containsExactlyInAnyOrderEntriesOf(Contents.of(first));
            assertThat(Contents.withoutNumbers(second)).isEqualTo(Contents.withoutNumbers(first));
            assertThat(Contents.withoutNumbers(third)).isEqualTo(Contents.withoutNumbers(second));
        }
    }

    /** R is what {@code pg_dump A | psql} makes. */
    @Test
    @OnServerOfTools
    @EnabledIfCorpora
    @EnabledIfClientTools({"pg_dump", "psql"})
    void isWhatPgDumpMakesOfIt() {
        TestServer server = TestServer.ofTools();
        try (TestDatabase a = EveryKind.createForPgDump(server);
                TestDatabase r = server.createDatabase()) {
            ToolResult dump = ClientTools.run(ClientTools.require("pg_dump"), "--no-owner", "--no-acl", "-d", a.uri())
                    .requireSuccess();
            ClientTools.run(
                            new ByteArrayInputStream(dump.output().getBytes(UTF_8)),
                            ClientTools.require("psql"),
                            "-X",
                            "-q",
                            "-v",
                            "ON_ERROR_STOP=1",
                            "-d",
                            r.uri())
                    .requireSuccess();
            Path backup = backup(a).directory();
            for (Format format : Format.values()) {
                try (TestDatabase b = server.createDatabase()) {
                    restore(backup, format, b);
                    ToolResult verdict = Corpora.compare(r, b);
                    assertThat(verdict.output()).as(verdict.toString()).isEqualTo("identical\n");
                }
            }
        }
    }

    @Test
    @EnabledIfCorpora
    @EnabledIfContainers
    void isWhatPgDumpMakesOfItOnANewerServer() {
        ContainerServer container = ContainerServer.version(17);
        TestServer server = container.server();
        try (TestDatabase a = EveryKind.createForPgDump(server);
                TestDatabase r = server.createDatabase()) {
            container
                    .run(
                            "bash",
                            "-c",
                            "set -o pipefail; pg_dump --no-owner --no-acl -d \"$0\" | psql -X -q -v ON_ERROR_STOP=1 -d \"$1\"",
                            container.uriInside(a),
                            container.uriInside(r))
                    .requireSuccess();
            Path backup = backup(a).directory();
            String script = "/tmp/compare-databases";
            container.copyIn(Corpora.tool("compare-databases").orElseThrow(), script);
            for (Format format : Format.values()) {
                try (TestDatabase b = server.createDatabase()) {
                    restore(backup, format, b);
                    ToolResult verdict = container.run("bash", script, container.uriInside(r), container.uriInside(b));
                    assertThat(verdict.output()).as(verdict.toString()).isEqualTo("identical\n");
                }
            }
        }
    }

    /** With all that can be asked for: owners and grants of every kind, and what is set for the database. */
    @Test
    @EnabledIfCorpora
    @EnabledIfClientTools({"pg_dump", "psql"})
    void rightsAreWhatPgDumpMakesOfThem() {
        TestServer server = TestServer.version(15);
        try (TestDatabase a = EveryKind.createForPgDump(server);
                TestDatabase r = server.createDatabase();
                TestDatabase b = server.createDatabase()) {
            a.execute("COMMENT ON DATABASE " + a.name() + " IS 'every kind'");
            ToolResult dump = ClientTools.run(ClientTools.require("pg_dump"), "-d", a.uri())
                    .requireSuccess();
            ClientTools.run(
                            new ByteArrayInputStream(dump.output().getBytes(UTF_8)),
                            ClientTools.require("psql"),
                            "-X",
                            "-q",
                            "-v",
                            "ON_ERROR_STOP=1",
                            "-d",
                            r.uri())
                    .requireSuccess();
            RestorePlan.builder()
                    .from(Backup.open(backup(a).directory()))
                    .strategy(Format.JSON.strategy())
                    .into(PostgresDatabase.of(b.uri()))
                    .owners()
                    .grants()
                    .databaseSettings()
                    .strict()
                    .build()
                    .run()
                    .requireComplete();

            assertThat(Corpora.compare(r, b, "--acl", "--owner").output()).isEqualTo("identical\n");
            assertThat(Corpora.compare(a, b, "--no-schema", "--no-data", "--database")
                            .output())
                    .isEqualTo("identical\n");
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

    private static void restore(Path backup, Format format, TestDatabase target) {
        RestoreReport report = RestorePlan.builder()
                .from(Backup.open(backup))
                .strategy(format.strategy())
                .into(PostgresDatabase.of(target.uri()))
                .build()
                .run()
                .requireComplete();
        assertThat(report.transactions()).isEqualTo(1);
    }
}

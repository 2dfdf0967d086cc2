package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestorePlan;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("F04 a JVM killed while it restores")
class KilledRestoreTest {
    private static final String CLIENTS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()";

    @TempDir
    Path root;

    @ParameterizedTest
    @EnumSource(names = {"VERIFY", "PREFLIGHT", "PRE_DATA", "ROWS", "POST_DATA", "COMMIT"})
    void leavesTheTargetEmptyForTheNextRun(Progress.Phase phase) throws Exception {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TABLE a AS SELECT g AS id, repeat('x', 100) AS body FROM generate_series(1, 5000) g",
                    "CREATE TABLE b (id int PRIMARY KEY)",
                    "INSERT INTO b VALUES (1)");
            Path backup = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(Format.JSON.exporter())
                    .to(root)
                    .build()
                    .run()
                    .directory();

            killIn(phase, backup, target);

            while (!"0".equals(target.query(CLIENTS))) {
                Thread.sleep(20);
            }
            assertThat(target.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                    .isEqualTo("0");
            assertThat(RestorePlan.builder()
                            .from(Backup.open(backup))
                            .strategy(Format.JSON.strategy())
                            .into(PostgresDatabase.of(target.uri()))
                            .build()
                            .run()
                            .rows())
                    .isEqualTo(5001);
        }
    }

    private static void killIn(Progress.Phase phase, Path backup, TestDatabase target) throws Exception {
        ProcessBuilder builder =
                ChildJvm.of(RestoreToBeKilled.class, ChildJvm.SHORT, List.of(phase.name(), backup.toString()));
        builder.environment().put("POSTGRES_URL", target.uri());
        Process child = builder.redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.equals(phase.name())) {
                said.append(line).append('\n');
                line = lines.readLine();
            }
            assertThat(line).as(said.toString()).isEqualTo(phase.name());
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}

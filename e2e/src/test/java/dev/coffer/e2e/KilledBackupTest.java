package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Costly
@DisplayName("F01 a JVM killed while it backs up")
class KilledBackupTest {
    private static final int RANDOM_KILLS = 12;

    @TempDir
    Path root;

    @ParameterizedTest
    @EnumSource(names = {"CATALOGUE", "LOCK", "SNAPSHOT", "ROWS", "FINISH"})
    void leavesNothingThatIsListed(Progress.Phase phase) throws Exception {
        try (TestDatabase database = database()) {
            killIn(phase.name(), 0, database);
            assertThat(Backup.list(root)).isEmpty();
            assertNextRunWorks(database);
        }
    }

    /** What lies between two phases, each file and the renaming among it, is met by chance. */
    @Test
    void leavesAWholeBackupOrNone() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (TestDatabase database = database()) {
            for (int i = 0; i < RANDOM_KILLS; i++) {
                killIn("NONE", 1 + random.nextInt(150), database);
                for (Backup backup : Backup.list(root)) {
                    assertThat(backup.tables()).as("seed " + seed).hasSize(3);
                    assertThat(backup.contents())
                            .as("seed " + seed)
                            .allSatisfy(file -> assertThat(backup.directory().resolve(file.name()))
                                    .hasSize(file.bytes()));
                }
            }
            assertNextRunWorks(database);
        }
    }

    private static TestDatabase database() {
        TestDatabase database = TestServer.newest().createDatabase();
        database.execute(
                "CREATE TABLE a AS SELECT g AS id, repeat('x', 100) AS body FROM generate_series(1, 20000) g",
                "CREATE TABLE b AS SELECT g AS id FROM generate_series(1, 1000) g",
                "CREATE TABLE c (id int PRIMARY KEY)");
        return database;
    }

    /** Kills the child once it is in the phase, or some milliseconds after it began to read rows. */
    private void killIn(String phase, int millisAfterRows, TestDatabase database) throws Exception {
        ProcessBuilder builder = ChildJvm.of(BackupToBeKilled.class, ChildJvm.SHORT, List.of(phase, root.toString()));
        builder.environment().put("POSTGRES_URL", database.uri());
        Process child = builder.redirectErrorStream(true).start();
        String waitFor = phase.equals("NONE") ? "ROWS" : phase;
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.equals(waitFor)) {
                said.append(line).append('\n');
                line = lines.readLine();
            }
            assertThat(line).as(said.toString()).isEqualTo(waitFor);
            Thread.sleep(millisAfterRows);
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }

    private void assertNextRunWorks(TestDatabase database) {
        int before = Backup.list(root).size();
        Path directory = BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(Format.JSON.exporter())
                .to(root)
                .build()
                .run()
                .directory();
        assertThat(Backup.list(root)).hasSize(before + 1).contains(Backup.open(directory));
    }
}

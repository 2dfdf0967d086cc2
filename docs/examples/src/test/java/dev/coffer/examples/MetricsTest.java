package dev.coffer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupReport;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    @TempDir
    private Path folder;

    @Test
    void aRegistryHoldsWhatTheBackupDid() {
        MeterRegistry registry = new SimpleMeterRegistry();
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE protein (id int PRIMARY KEY, name text)",
                    "INSERT INTO protein SELECT n, 'protein ' || n FROM generate_series(1, 100) n");

            BackupReport report = Metrics.measured(registry, database.uri(), folder);

            assertThat(report.rows()).isEqualTo(100);
        }
        System.gc();
        assertThat(registry.get("coffer.backup.rows").gauge().value()).isEqualTo(100);
        assertThat(registry.get("coffer.backup.bytes").gauge().value()).isPositive();
        assertThat(registry.get("coffer.backup").timer().count()).isEqualTo(1);
    }
}

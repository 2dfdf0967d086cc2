package dev.coffer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTest {
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    @Test
    void takesABackupAtOnceAndSaysSo() throws InterruptedException {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            assertThat(Schedule.nightly(executor, database.uri(), folder, log::add)
                            .isCancelled())
                    .isFalse();

            assertThat(log.poll(1, TimeUnit.MINUTES)).startsWith("backup " + folder);
            end();
            assertThat(Backup.list(folder)).hasSize(1);
        }
    }

    @Test
    void saysWhyThereIsNone() throws InterruptedException {
        assertThat(Schedule.nightly(executor, "postgresql://app@localhost:1/shop", folder, log::add)
                        .isCancelled())
                .isFalse();

        assertThat(log.poll(2, TimeUnit.MINUTES)).startsWith("no backup: database.unreachable: ");
        end();
    }

    private void end() throws InterruptedException {
        assertThat(executor.shutdownNow()).isNotNull();
        assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
}

package dev.coffer.examples;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.json.JsonTableExporter;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The sample of how to run backups on a schedule in one's own program. */
final class Schedule {
    private Schedule() {}

    static ScheduledFuture<?> nightly(
            ScheduledExecutorService executor, String url, Path folder, Consumer<String> log) {
        // tag::schedule[]
        BackupPlan plan = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create())
                .to(folder)
                .exclusive()
                .build();
        ScheduledFuture<?> nightly = executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        log.accept("backup " + plan.run().directory());
                    } catch (BackupException e) { // what a task throws would end the schedule in silence
                        log.accept("no backup: " + e.code() + ": " + e.getMessage());
                    }
                },
                0,
                24,
                TimeUnit.HOURS);
        // end::schedule[]
        return nightly;
    }
}

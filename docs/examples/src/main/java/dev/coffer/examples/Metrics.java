package dev.coffer.examples;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.json.JsonTableExporter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The sample of a registry of metrics that is fed while a backup runs. */
final class Metrics {
    private Metrics() {}

    static BackupReport measured(MeterRegistry registry, String url, Path folder) {
        // tag::metrics[]
        AtomicLong rows = registry.gauge("coffer.backup.rows", new AtomicLong());
        AtomicLong bytes = registry.gauge("coffer.backup.bytes", new AtomicLong());
        BackupPlan plan = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create())
                .to(folder)
                .listener(progress -> {
                    rows.set(progress.rows());
                    bytes.set(progress.bytes());
                })
                .build();
        BackupReport report = registry.timer("coffer.backup").record(plan::run);
        // end::metrics[]
        return report;
    }
}

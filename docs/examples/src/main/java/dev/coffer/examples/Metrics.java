package dev.coffer.examples;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.json.JsonTableExporter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The sample of a registry of metrics that is fed while a backup runs. */
final class Metrics {
    private Metrics() {}

    static BackupReport measured(MeterRegistry registry, String url, Path folder) {
        // tag::metrics[]
        AtomicLong rows = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        // A registry holds what it measures weakly unless told otherwise.
        Gauge.builder("coffer.backup.rows", rows, AtomicLong::get)
                .strongReference(true)
                .register(registry);
        Gauge.builder("coffer.backup.bytes", bytes, AtomicLong::get)
                .strongReference(true)
                .register(registry);
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

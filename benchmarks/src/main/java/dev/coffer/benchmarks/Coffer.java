package dev.coffer.benchmarks;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.csv.CsvRestoreStrategy;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The library as its users call it. */
final class Coffer {
    static final TableExporter JSON = JsonTableExporter.create();
    static final TableExporter CSV = CsvTableExporter.create();
    static final RestoreStrategy FROM_JSON = JsonRestoreStrategy.create();
    static final RestoreStrategy FROM_CSV = CsvRestoreStrategy.create();

    private Coffer() {}

    /** @param connections 0 for as many as the library takes unless it is told */
    static Path backup(String uri, Path folder, int connections, TableExporter... exporters) {
        BackupPlan.Builder plan = BackupPlan.builder()
                .source(PostgresDatabase.of(uri))
                .export(exporters)
                .to(folder);
        if (connections > 0) {
            plan.connections(connections);
        }
        BackupReport report = plan.build().run();
        return report.directory();
    }

    /** A backup that a later increment can build on, or one that builds on that. */
    static Path increment(String uri, Path folder, @Nullable Path base) {
        BackupPlan.Builder plan = BackupPlan.builder()
                .source(PostgresDatabase.of(uri))
                .export(JSON, CSV)
                .to(folder);
        plan = base == null ? plan.incremental(FROM_CSV) : plan.base(Backup.open(base), FROM_CSV);
        return plan.build().run().directory();
    }

    static void restore(Path backup, RestoreStrategy strategy, String uri, int jobs) {
        RestoreReport report = RestorePlan.builder()
                .from(Backup.open(backup))
                .strategy(strategy)
                .into(PostgresDatabase.of(uri))
                .jobs(jobs)
                .build()
                .run();
        if (report.tables().isEmpty()) {
            throw new IllegalStateException("nothing was restored");
        }
    }
}

package dev.coffer.examples;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import java.nio.file.Path;

/** The samples that README and the guides show; a test holds them equal, and runs them. */
final class Examples {
    private Examples() {}

    static BackupReport backup(String url) {
        // tag::backup[]
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create(), CsvTableExporter.create())
                .to(Path.of("database_backups"))
                .name("neon_backup")
                .build()
                .run()
                .requireComplete();
        // end::backup[]
        return report;
    }

    static RestoreReport restore(Path directory, String url) {
        // tag::restore[]
        RestoreReport restored = RestorePlan.builder()
                .from(Backup.open(directory))
                .strategy(JsonRestoreStrategy.create())
                .into(PostgresDatabase.of(url)) // an empty database
                .build()
                .run();
        // end::restore[]
        return restored;
    }
}

package dev.coffer.examples;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BesidePlan;
import dev.coffer.backup.BesideReport;
import dev.coffer.backup.Condition;
import dev.coffer.backup.Existing;
import dev.coffer.backup.GuardNotice;
import dev.coffer.backup.GuardReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RecoveryPlan;
import dev.coffer.backup.RecoveryPreview;
import dev.coffer.backup.RecoveryReport;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** The samples about what to do when something went wrong. */
final class RecoveryExamples {
    private RecoveryExamples() {}

    static RecoveryReport deleted(Path directory, String url) {
        // tag::recover[]
        RecoveryPlan plan = RecoveryPlan.builder()
                .from(Backup.open(directory))
                .strategy(JsonRestoreStrategy.create())
                .into(PostgresDatabase.of(url))
                .tables(TableSelection.include("public.proteins", "public.interactions"))
                .build();
        RecoveryPreview preview = plan.preview(); // counts, and changes nothing
        RecoveryReport report = plan.run(preview); // brings back just that, or stops
        // end::recover[]
        return report;
    }

    static RecoveryReport changed(Path directory, String url) {
        // tag::recover-changed[]
        RecoveryReport report = RecoveryPlan.builder()
                .from(Backup.open(directory))
                .strategy(JsonRestoreStrategy.create())
                .into(PostgresDatabase.of(url))
                .tables(TableSelection.include("public.interactions"))
                .where("public.interactions", Condition.unsafeSql("created_at >= '2025-10-01'"))
                .overwriteChanged()
                .build()
                .run();
        // end::recover-changed[]
        return report;
    }

    static BesideReport beside(Path directory, String url) {
        // tag::beside[]
        BesideReport report = BesidePlan.builder()
                .from(Backup.open(directory))
                .strategy(JsonRestoreStrategy.create())
                .into(PostgresDatabase.of(url))
                .table("public.interactions")
                .as("interactions_2025")
                .build()
                .run();
        // end::beside[]
        return report;
    }

    static RestoreReport migrated(Path directory, String url) {
        // tag::recover-structure[]
        RestoreReport report = RestorePlan.builder()
                .from(Backup.open(directory))
                .strategy(JsonRestoreStrategy.create())
                .into(PostgresDatabase.of(url))
                .tables(TableSelection.include("public.protein_aliases"))
                .existing(Existing.CLEAN) // drops the table and creates it again; never CASCADE
                .build()
                .run();
        // end::recover-structure[]
        return report;
    }

    static RestoreReport corrupt(Path directory, String url, String name) {
        // tag::recover-database[]
        RestoreReport report = RestorePlan.builder()
                .from(Backup.open(directory))
                .strategy(JsonRestoreStrategy.create())
                .intoNewDatabase(PostgresDatabase.of(url), name)
                .build()
                .run()
                .requireComplete();
        // end::recover-database[]
        return report;
    }

    static GuardReport<Integer> guarded(String url, Path folder, Callable<Integer> importer) throws Exception {
        // tag::guard[]
        BackupPlan plan = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create(), CsvTableExporter.create())
                .to(folder)
                .build();
        GuardReport<Integer> report = plan.around(() -> importer.call())
                .strategy(JsonRestoreStrategy.create())
                .orFreshWithin(Duration.ofHours(1))
                .run();
        // end::guard[]
        return report;
    }

    static String notice(BackupPlan plan, Callable<Integer> importer) throws Exception {
        // tag::guard-notice[]
        try {
            GuardReport<Integer> report = plan.around(() -> importer.call())
                    .strategy(JsonRestoreStrategy.create())
                    .tables(TableSelection.include("public.protein_aliases"))
                    .restoreIf(failure -> !(failure instanceof IllegalArgumentException))
                    .run();
            return "imported " + report.result() + " rows";
        } catch (IllegalStateException failure) {
            return failure.getMessage() + ": "
                    + GuardNotice.of(failure).map(GuardNotice::getMessage).orElse("");
        }
        // end::guard-notice[]
    }
}

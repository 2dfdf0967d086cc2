package dev.coffer.examples;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.ComparisonPlan;
import dev.coffer.backup.ComparisonReport;
import dev.coffer.backup.Condition;
import dev.coffer.backup.DrillReport;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.PruneReport;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.RetentionPolicy;
import dev.coffer.backup.Scope;
import dev.coffer.backup.ShrinkGuard;
import dev.coffer.backup.StreamReport;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.VerifyReport;
import dev.coffer.backup.csv.CsvRestoreStrategy;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.backup.pgdump.PgDumpExporter;
import dev.coffer.backup.pgdump.PgRestoreStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The samples that README and the guides show; tests hold them equal, and run them. */
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

    static RestoreReport restore(BackupReport report, String emptyUrl) {
        // tag::restore[]
        RestoreReport restored = RestorePlan.builder()
                .from(Backup.open(report.directory()))
                .strategy(JsonRestoreStrategy.create())
                .into(PostgresDatabase.of(emptyUrl))
                .build()
                .run();
        // end::restore[]
        return restored;
    }

    static BackupReport someTables(String url, Path folder) {
        // tag::some-tables[]
        BackupPlan plan = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(CsvTableExporter.builder().gzip(true).build())
                .tables(TableSelection.include("public.*").exclude("*.protein_aliases"))
                .where("interactions", Condition.since("created_at", Duration.ofDays(7)))
                .to(folder)
                .build();
        // end::some-tables[]
        return plan.run();
    }

    static BackupReport watched(String url, Path folder) {
        // tag::progress[]
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create())
                .to(folder)
                .listener(progress -> System.out.println(progress.phase() + " " + progress.rows() + " rows"))
                .build()
                .run();
        // end::progress[]
        return report;
    }

    static Preflight preflight(BackupPlan plan) {
        // tag::preflight[]
        Preflight found = plan.preflight(); // also of a RestorePlan
        found.findings().forEach(System.out::println);
        found.requireNoErrors(); // warnings pass
        // end::preflight[]
        return found;
    }

    static VerifyReport verify(Path directory) {
        // tag::verify[]
        VerifyReport report = Backup.open(directory)
                .verify(JsonRestoreStrategy.create(), CsvRestoreStrategy.create())
                .requireSound(); // throws the first of report.faults()
        // end::verify[]
        return report;
    }

    static DrillReport drill(Path directory, String serverUrl) {
        // tag::drill[]
        Backup backup = Backup.open(directory);
        DrillReport report = backup.drill(PostgresDatabase.of(serverUrl), JsonRestoreStrategy.create())
                .requirePassed();
        backup.leaveProof(report.proof());
        // end::drill[]
        return report;
    }

    static ComparisonReport compare(Path directory, String url, Path details) {
        // tag::compare[]
        ComparisonReport report = ComparisonPlan.builder()
                .before(Backup.open(directory))
                .after(PostgresDatabase.of(url)) // or a later Backup
                .strategy(JsonRestoreStrategy.create())
                .details(details, ComparisonPlan.Details.TEXT)
                .build()
                .run();
        // end::compare[]
        return report;
    }

    static PruneReport prune(Path root) {
        // tag::prune[]
        RetentionPolicy policy = RetentionPolicy.builder()
                .keepLast(5)
                .keepWithin(Duration.ofDays(90))
                .keepOneAQuarter()
                .build();
        PruneReport planned = policy.preview(root); // removes nothing
        PruneReport done = policy.prune(root);
        // end::prune[]
        return planned.backups().equals(done.backups()) ? done : planned;
    }

    static BackupReport incremental(String url, Path folder) {
        // tag::incremental[]
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(CsvTableExporter.create())
                .to(folder)
                .incremental(CsvRestoreStrategy.create())
                .build()
                .run();
        List<TableName> notRead = report.increment().orElseThrow().unchanged();
        // end::incremental[]
        return notRead.size() == report.tables().size() ? report.requireComplete() : report;
    }

    static BackupReport guarded(String url, Path folder) {
        // tag::shrink-guard[]
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create())
                .to(folder)
                .shrinkGuard(ShrinkGuard.failAbove(20)) // percent of a table's rows since the last backup
                .build()
                .run();
        // end::shrink-guard[]
        return report;
    }

    static BackupReport fromDataSource(DataSource dataSource, Path folder) {
        // tag::data-source[]
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(dataSource))
                .export(JsonTableExporter.create(), CsvTableExporter.create())
                .connections(2) // 1 unless told otherwise; the pool may give fewer
                .to(folder)
                .build()
                .run();
        // end::data-source[]
        return report;
    }

    static RestoreReport intoNewDatabase(Backup backup, String serverUrl, String name) {
        // tag::new-database[]
        RestoreReport restored = RestorePlan.builder()
                .from(backup)
                .strategy(JsonRestoreStrategy.create(), CsvRestoreStrategy.create()) // the first that the backup holds
                .intoNewDatabase(PostgresDatabase.of(serverUrl), name)
                .build()
                .run();
        // end::new-database[]
        return restored;
    }

    static RestoreReport intoLiveDatabase(Backup backup, String url) {
        // tag::live-preview[]
        RestorePlan plan = RestorePlan.builder()
                .from(backup)
                .strategy(JsonRestoreStrategy.create())
                .into(PostgresDatabase.of(url))
                .scope(Scope.DATA_ONLY)
                .tables(TableSelection.include("interactions", "complex_interactions"))
                .existing(Existing.UPSERT)
                .build();
        System.out.print(plan.preview());
        // end::live-preview[]
        // tag::live-run[]
        RestoreReport restored = plan.run();
        for (RestoreReport.Table table : restored.tables()) {
            System.out.printf(
                    "%s: %d inserted, %d updated, %d left%n",
                    table.name(), table.inserted(), table.updated(), table.left());
        }
        // end::live-run[]
        return restored;
    }

    /** Restores on several connections. */
    static RestoreReport withSeveralJobs(Backup backup, String emptyUrl) {
        // tag::jobs[]
        RestoreReport restored = RestorePlan.builder()
                .from(backup)
                .strategy(JsonRestoreStrategy.create())
                .into(PostgresDatabase.of(emptyUrl))
                .jobs(4)
                .build()
                .run();
        // end::jobs[]
        return restored;
    }

    static RestoreReport fromOneFile(Path file, String emptyUrl) {
        // tag::one-file[]
        RestoreReport restored = RestorePlan.builder()
                .from(file) // a complete_backup.json, wherever it lies
                .strategy(JsonRestoreStrategy.create())
                .into(PostgresDatabase.of(emptyUrl))
                .build()
                .run();
        // end::one-file[]
        return restored;
    }

    static RestoreReport chosenTables(Backup backup, String emptyUrl) {
        // tag::chosen-tables[]
        RestoreReport restored = RestorePlan.builder()
                .from(backup)
                .strategy(CsvRestoreStrategy.create())
                .into(PostgresDatabase.of(emptyUrl))
                .tables(TableSelection.include("public.proteins", "legacy.*").withDependents())
                .build()
                .run();
        restored.skips().forEach(skip -> System.out.println(skip.object() + ": " + skip.reason()));
        // end::chosen-tables[]
        return restored;
    }

    static RestoreReport looseFile(Path file, String url) {
        // tag::loose-file[]
        RestoreReport restored = RestorePlan.builder()
                .from(file) // a CSV, wherever it lies and whoever edited it
                .strategy(CsvRestoreStrategy.create())
                .into(PostgresDatabase.of(url))
                .intoTable("public.proteins")
                .existing(Existing.UPSERT)
                .build()
                .run();
        // end::loose-file[]
        return restored;
    }

    static RestoreReport editedDocument(Path file, String emptyUrl) {
        // tag::edited-document[]
        RestoreReport restored = RestorePlan.builder()
                .from(file) // a complete_backup.json that was edited on purpose
                .strategy(JsonRestoreStrategy.builder().acceptEdited().build())
                .into(PostgresDatabase.of(emptyUrl))
                .build()
                .run();
        // end::edited-document[]
        return restored;
    }

    static void schemaThenRows(Backup backup, String emptyUrl) {
        // tag::scope[]
        RestorePlan.Builder plan = RestorePlan.builder()
                .from(backup)
                .strategy(CsvRestoreStrategy.create())
                .into(PostgresDatabase.of(emptyUrl));
        RestoreReport schema = plan.scope(Scope.SCHEMA_ONLY).build().run();
        RestoreReport rows = plan.scope(Scope.DATA_ONLY).build().run();
        // end::scope[]
        schema.requireComplete();
        rows.requireComplete();
    }

    static BackupReport threeFormats(String url, Path folder) {
        // tag::pg-dump[]
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create(), CsvTableExporter.create(), PgDumpExporter.create())
                .to(folder)
                .build()
                .run();
        // end::pg-dump[]
        return report;
    }

    static RestoreReport withPgRestore(Path directory, String serverUrl, String name) {
        // tag::pg-restore[]
        RestoreReport restored = RestorePlan.builder()
                .from(Backup.open(directory))
                .strategy(PgRestoreStrategy.create())
                .intoNewDatabase(PostgresDatabase.of(serverUrl), name)
                .build()
                .run()
                .requireComplete();
        // end::pg-restore[]
        return restored;
    }

    static void dumpIntoStream(String url, OutputStream outputStream) throws IOException {
        // tag::pg-dump-stream[]
        PgDumpExporter.builder().connection(url).build().dumpTo(outputStream);
        // end::pg-dump-stream[]
    }

    static RestoreStrategy oneTable() {
        // tag::pg-restore-table[]
        RestoreStrategy strategy = PgRestoreStrategy.builder()
                .tables(TableSelection.include("public.proteins"))
                .build();
        // end::pg-restore-table[]
        return strategy;
    }

    static BackupReport withArchive(String url, Path folder) {
        // tag::archive-along[]
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create(), CsvTableExporter.create())
                .to(folder)
                .archive(ArchiveFormat.TAR_GZ)
                .build()
                .run();
        // end::archive-along[]
        return report;
    }

    static Backup archiveAndOpen(Path directory) {
        // tag::archive[]
        Backup.open(directory).archiveTo(Path.of("neon.tar.gz"));
        // end::archive[]
        // tag::open-archive[]
        Backup archived = Backup.open(Path.of("neon.tar.gz"));
        // end::open-archive[]
        return archived;
    }

    static Backup copy(Path directory, Path elsewhere) {
        // tag::copy[]
        Backup copy = Backup.open(directory).copyTo(elsewhere);
        // end::copy[]
        return copy;
    }

    static void send(Path directory, OutputStream out) throws IOException {
        // tag::send[]
        Backup.open(directory).writeTo(out, ArchiveFormat.TAR_GZ);
        // end::send[]
    }

    static StreamReport stream(String url, OutputStream out) throws IOException {
        // tag::stream[]
        StreamReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create(), CsvTableExporter.create())
                .toStream()
                .build()
                .writeTo(out, ArchiveFormat.TAR_GZ);
        // end::stream[]
        return report;
    }

    static StreamReport streamOneFile(String url, OutputStream out) throws IOException {
        // tag::stream-one-file[]
        StreamReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create())
                .toStream()
                .build()
                .writeTo(out);
        // end::stream-one-file[]
        return report;
    }

    static Backup receive(InputStream in, Path folder) {
        // tag::receive[]
        Backup received = Backup.readFrom(in, folder);
        // end::receive[]
        return received;
    }

    static List<Backup> list(Path folder) {
        // tag::list[]
        for (Backup backup : Backup.list(folder)) {
            System.out.println(backup.snapshotTime() + " " + backup.database() + " " + backup.directory());
        }
        // end::list[]
        return Backup.list(folder);
    }

    static String failure(RestorePlan plan) {
        String message = "";
        // tag::failure[]
        try {
            plan.run().requireComplete();
        } catch (BackupException e) {
            if (e.code() == ErrorCode.TARGET_NOT_EMPTY) {
                message = "choose another database: " + e.hint();
            }
        }
        // end::failure[]
        return message;
    }
}

package dev.coffer.backup.internal.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupHistory;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.SchemaSql;
import dev.coffer.backup.internal.catalogue.SimplifiedSchema;
import dev.coffer.backup.internal.increment.Increment;
import dev.coffer.backup.internal.store.BackupWriter;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.internal.watch.HistoryFile;
import dev.coffer.backup.internal.watch.ShrinkCheck;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is left to do when every row is in its file: after it there is a backup. */
record Completion(
        BackupSettings settings,
        Instant startedAt,
        long started,
        Prepared prepared,
        List<TableCount> counts,
        List<RunContext> contexts,
        BackupWriter writer,
        @Nullable Increment increment) {
    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

    /**
     * The descriptions beside the rows, the manifest, and the name that makes it a backup.
     *
     * @param document the schema as the backup keeps it
     * @param remembered whether the folder has a history
     */
    BackupReport ofFolder(byte[] document, boolean remembered) {
        Catalogue catalogue = prepared.cut().catalogue();
        List<Manifest.Table> tables = tables();
        List<String> shrunk = ShrinkCheck.check(
                settings.shrinkGuard(), settings.root(), catalogue.server().databaseId(), tables);
        long rows = tables.stream().mapToLong(Manifest.Table::rows).sum();
        write("schema.json", out -> out.write(document));
        write("schema.sql", out -> SchemaSql.write(catalogue, out));
        write("schema_simplified.sql", out -> SimplifiedSchema.write(catalogue, out));
        write("statistics.txt", StatisticsText.of(catalogue.server(), prepared.tables(), counts, writer.files()));
        write(
                "BACKUP_INFO.txt",
                BackupInfoText.of(
                        settings.source().toString(),
                        prepared,
                        startedAt,
                        rows,
                        writer.files(),
                        contexts.stream()
                                .flatMap(context -> context.info().stream())
                                .toList()));
        List<String> warnings = new ArrayList<>(catalogue.warnings());
        warnings.addAll(writer.warnings());
        warnings.addAll(shrunk);
        contexts.forEach(context -> warnings.addAll(context.warnings()));
        Manifest manifest = new Manifest(
                LibraryVersion.TEXT,
                ManifestSettings.newId(),
                catalogue.server(),
                prepared.snapshot().time(),
                prepared.snapshot().lsn(),
                prepared.snapshot().timeline(),
                startedAt,
                Instant.now(),
                ManifestSettings.of(settings, prepared),
                settings.exporters().stream()
                        .filter(TableExporter::restorable)
                        .map(TableExporter::format)
                        .toList(),
                tables,
                writer.files(),
                catalogue.skipped(),
                warnings,
                increment == null ? null : increment.lineage());
        if (Thread.currentThread().isInterrupted()) {
            throw BackupRun.interrupted(null);
        }
        BackupWriter.Published published = writer.commit(manifest, settings.archive());
        Optional<BackupHistory.Growth> growth =
                remembered ? remember(published.directory(), manifest, warnings) : Optional.empty();
        return new BackupReport(
                published.directory(),
                Optional.ofNullable(published.archive()),
                manifest.snapshotTime(),
                reported(tables),
                catalogue.withoutRows(),
                reportedFiles(manifest.files()),
                manifest.skips(),
                warnings,
                Optional.ofNullable(increment).map(Increment::report),
                growth,
                Duration.ofNanos(System.nanoTime() - started));
    }

    /** The one file is complete; nothing lies beside it. */
    BackupReport ofOneFile() {
        List<Manifest.Table> tables = tables();
        if (Thread.currentThread().isInterrupted()) {
            throw BackupRun.interrupted(null);
        }
        Catalogue catalogue = prepared.cut().catalogue();
        List<String> warnings = new ArrayList<>(catalogue.warnings());
        contexts.forEach(context -> warnings.addAll(context.warnings()));
        List<Manifest.File> files = writer.files();
        writer.finish();
        return new BackupReport(
                Path.of(files.get(0).name()),
                Optional.empty(),
                prepared.snapshot().time(),
                reported(tables),
                catalogue.withoutRows(),
                reportedFiles(files),
                catalogue.skipped(),
                warnings,
                Optional.empty(),
                Optional.empty(),
                Duration.ofNanos(System.nanoTime() - started));
    }

    private static List<BackupReport.Table> reported(List<Manifest.Table> tables) {
        return tables.stream()
                .filter(table -> table.kind() == TableData.Kind.TABLE)
                .map(table -> new BackupReport.Table(table.name(), table.rows(), table.bytes()))
                .toList();
    }

    private static List<BackupReport.File> reportedFiles(List<Manifest.File> files) {
        return files.stream()
                .map(file -> new BackupReport.File(file.name(), file.bytes()))
                .toList();
    }

    /** The backup is complete whatever becomes of its line in the history. */
    private Optional<BackupHistory.Growth> remember(Path directory, Manifest manifest, List<String> warnings) {
        if (directory.getFileSystem() != FileSystems.getDefault()) {
            return Optional.empty();
        }
        try {
            HistoryFile.append(settings.root(), directory, manifest);
        } catch (BackupException e) {
            LOG.warn("backup.no-history folder={}", settings.root(), e);
            warnings.add("the backup is not in " + BackupHistory.FILE + ": "
                    + e.problem().what());
            return Optional.empty();
        }
        try {
            return BackupHistory.of(settings.root()).growth(manifest.server().databaseId());
        } catch (BackupException e) {
            LOG.warn("backup.no-growth folder={}", settings.root(), e);
            warnings.add("the growth is not known: " + e.problem().what());
            return Optional.empty();
        }
    }

    private List<Manifest.Table> tables() {
        List<Manifest.Table> tables = new ArrayList<>();
        for (TableCount count : counts) {
            TableData table = count.table();
            boolean partial = table.kind() == TableData.Kind.TABLE
                    && prepared.tables().get(table.index()).condition() != null;
            tables.add(new Manifest.Table(
                    table.name(),
                    table.kind(),
                    table.columns(),
                    count.rows(),
                    count.bytes(),
                    count.totals().contentHash(),
                    partial,
                    increment == null ? null : increment.state(table.index())));
        }
        return tables;
    }

    private void write(String name, String text) {
        write(name, out -> out.write(text.getBytes(UTF_8)));
    }

    private void write(String name, Content content) {
        try (OutputStream out = writer.file(name, null)) {
            content.write(out);
        } catch (IOException e) {
            throw StorageFailure.writing(e, name, null);
        }
    }

    /** What a file holds. */
    private interface Content {
        void write(OutputStream out) throws IOException;
    }
}

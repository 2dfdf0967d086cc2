package dev.coffer.backup.internal.compare;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.CatalogueDocument;
import dev.coffer.backup.internal.rows.CopyTextExporter;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.internal.store.TemporaryFolder;
import java.nio.file.Path;

/**
 * A live database at one moment, read as every backup reads it: locks, one snapshot, each table once. What is kept of it
 * lies in a temporary folder until this is closed.
 */
public final class LiveState implements AutoCloseable {
    private final TemporaryFolder folder;
    private final BackupFiles files;

    private LiveState(TemporaryFolder folder, BackupFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /** Counts and hashes the rows, and keeps none. */
    public static LiveState measure(PostgresDatabase database, TableSelection tables, ProgressListener listener) {
        return read(database, tables, new RowsNotKept(), listener);
    }

    /** Keeps the rows too, on disk. */
    static LiveState copy(PostgresDatabase database, TableSelection tables, ProgressListener listener) {
        return read(database, tables, new CopyTextExporter(CopyTextExporter.FORMAT), listener);
    }

    private static LiveState read(
            PostgresDatabase database, TableSelection tables, TableExporter exporter, ProgressListener listener) {
        TemporaryFolder folder = TemporaryFolder.create();
        try {
            Path directory = BackupPlan.builder()
                    .source(database)
                    .tables(tables)
                    .export(exporter)
                    .to(folder.path())
                    .listener(listener)
                    .build()
                    .run()
                    .directory();
            return new LiveState(folder, BackupFiles.open(directory));
        } catch (BackupException e) {
            folder.close();
            throw StorageFailure.temporary(e, folder.path());
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    public BackupFiles files() {
        return files;
    }

    public Catalogue catalogue() {
        return catalogue(files);
    }

    /** What a backup says of the schema; its SHA-256 is verified. */
    public static Catalogue catalogue(BackupFiles files) {
        return CatalogueDocument.parse(files.bytes("schema.json"), "schema.json");
    }

    @Override
    public void close() {
        folder.close();
    }
}

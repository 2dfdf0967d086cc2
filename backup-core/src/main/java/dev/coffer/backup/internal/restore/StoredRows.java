package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The rows that a backup holds in one format, read with no database. The files are taken for verified. */
public final class StoredRows implements AutoCloseable {
    private final BackupSource source;
    private final RowRestore restore;

    private StoredRows(BackupSource source, RowRestore restore) {
        this.source = source;
        this.restore = restore;
    }

    /** Nothing for a format whose rows only a tool can read, or that the backup does not hold. */
    public static Optional<StoredRows> of(BackupFiles files, RestoreStrategy strategy) {
        BackupSource source = BackupSource.of(files, strategy);
        Restore restore = open(source, strategy);
        if (restore instanceof RowRestore rows) {
            return Optional.of(new StoredRows(source, rows));
        }
        restore.close();
        return Optional.empty();
    }

    private static Restore open(BackupSource source, RestoreStrategy strategy) {
        try {
            return strategy.open(source);
        } catch (IOException e) {
            throw Problem.of(ErrorCode.IO, "the files of the format cannot be read: " + e.getMessage())
                    .hint("check the rights of the files and the disk that they lie on")
                    .exception(e);
        }
    }

    public List<TableData> tables() {
        return source.tables();
    }

    public Optional<TableData> table(TableName name) {
        return source.tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst();
    }

    public String fileOf(TableData table) {
        return source.fileOf(table);
    }

    /** Hands over every row of a table, the fields in the order of its columns. */
    public void read(TableData table, RowSink into) {
        try {
            restore.rows(table, table.columns().stream().map(Column::name).toList(), into);
            into.end();
        } catch (IOException e) {
            throw Problem.of(ErrorCode.IO, "the rows of a table cannot be read: " + e.getMessage())
                    .table(table.name())
                    .file(fileOf(table))
                    .hint("check the rights of the file and the disk that it lies on")
                    .exception(e);
        }
    }

    /**
     * Reads a table to its end and returns how many rows it has, if they are those that were backed up.
     *
     * @throws dev.coffer.backup.BackupException when they are not, or the file is not of its format
     */
    public long prove(TableData table) {
        TableProof proof = new TableProof();
        read(table, new RowSink() {
            @Override
            public void row(Row row) {
                if (Thread.currentThread().isInterrupted()) {
                    throw StorageFailure.interrupted(null);
                }
                proof.add(row);
            }

            @Override
            public void end() {}
        });
        return proof.prove(table.name(), fileOf(table), source.totals(table));
    }

    @Override
    public void close() {
        restore.close();
    }
}

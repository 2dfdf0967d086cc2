package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Scope;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.internal.store.Unpacked;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.spi.TableTotals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a source for somebody who is not a restore; proved as a restore proves them. */
public final class SourceReader implements SavedRows {
    private final RestoreSource source;
    private final RowRestore rows;
    private final @Nullable Unpacked unpacked;

    private SourceReader(RestoreSource source, RowRestore rows, @Nullable Unpacked unpacked) {
        this.source = source;
        this.rows = rows;
        this.unpacked = unpacked;
    }

    /**
     * Opens a backup.
     *
     * @param backup given back when what is returned is closed, or this fails
     */
    public static SavedRows open(Unpacked backup, List<RestoreStrategy> strategies) {
        try {
            return open(BackupSource.open(backup.files(), strategies, Scope.DATA_ONLY), backup);
        } catch (RuntimeException e) {
            backup.close();
            throw e;
        }
    }

    /** The same for whoever has verified the files himself. */
    public static SavedRows openVerified(BackupFiles backup, RestoreStrategy strategy) {
        return open(BackupSource.openVerified(backup, strategy), null);
    }

    public static SavedRows open(Path looseFile, List<RestoreStrategy> strategies) {
        return open(LooseFileSource.open(looseFile, strategies), null);
    }

    private static SavedRows open(RestoreSource source, @Nullable Unpacked unpacked) {
        if (source.strategy().connects()) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "the format " + source.strategy().format() + " does not hand over rows")
                    .hint("read the backup in another format that it holds, such as JSON or CSV")
                    .exception();
        }
        try {
            Restore restore = source.strategy().open(source.context());
            if (restore instanceof RowRestore rows) {
                return new SourceReader(source, rows, unpacked);
            }
            throw new IllegalStateException("a restore of an unknown kind: " + restore.getClass());
        } catch (IOException e) {
            throw StorageFailure.readingBackup(e);
        }
    }

    @Override
    public List<TableData> tables() {
        return source.tables().stream().map(SourceTable::data).toList();
    }

    @Override
    public TableTotals totals(TableData table) {
        return table(table).totals();
    }

    @Override
    public String fileOf(TableData table) {
        return source.context().fileOf(table);
    }

    @Override
    public List<Sequence> sequences() {
        return source.catalogue().sequences().stream()
                .map(sequence -> new Sequence(sequence.name(), sequence.lastValue(), sequence.called()))
                .toList();
    }

    @Override
    public void read(TableData table, RowSink into) {
        SourceTable read = table(table);
        LoadTarget target = LoadTarget.of(TableAction.create(read), fileOf(table));
        TableSink sink = new TableSink(target, new HandOver(into), new RestoreProgress(ProgressListener.NONE));
        try {
            rows.rows(table, table.columns().stream().map(Column::name).toList(), sink);
            sink.end();
        } catch (UncheckedIOException | IOException e) {
            throw StorageFailure.readingRows(e, table.name(), fileOf(table));
        }
        sink.proveWhole();
    }

    private SourceTable table(TableData table) {
        return source.tables().stream()
                .filter(known -> known.data().equals(table))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a table of this source: " + table.name()));
    }

    @Override
    public void close() {
        rows.close();
        if (unpacked != null) {
            unpacked.close();
        }
    }

    /** To a sink of somebody else's. */
    private record HandOver(RowSink into) implements Load {
        @Override
        public void row(Row row, byte[] line, int length) {
            try {
                into.row(row);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void end() {
            try {
                into.end();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.internal.rows.ContentHash;
import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.LooseFile;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.spi.TableTotals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the rows of a file that says nothing about them, to its end and before the target is touched: what is wrong in it
 * is found then, and what is loaded later must be the same.
 */
final class FirstReading implements RowSink {
    private final CopyTextBuffer line = new CopyTextBuffer();
    private final ContentHash hash = new ContentHash();
    private long rows;
    private long bytes;

    private FirstReading() {}

    /** Every table of a source. */
    static List<SourceTable> of(RestoreContext context, RestoreStrategy strategy, Path file) {
        List<SourceTable> tables = new ArrayList<>();
        try (Restore restore = strategy.open(context)) {
            if (!(restore instanceof RowRestore rows)) {
                throw new IllegalStateException("a restore of an unknown kind: " + restore.getClass());
            }
            for (TableData table : context.tables()) {
                tables.add(of(table, rows));
            }
            return List.copyOf(tables);
        } catch (IOException e) {
            throw StorageFailure.readingAlone(e, LooseFile.nameOf(file));
        }
    }

    private static SourceTable of(TableData table, RowRestore from) throws IOException {
        FirstReading reading = new FirstReading();
        from.rows(table, table.columns().stream().map(Column::name).toList(), reading);
        return new SourceTable(table, new TableTotals(reading.rows, reading.hash.toString()), reading.bytes);
    }

    @Override
    public void row(Row row) {
        line.clear();
        line.append(row);
        hash.add(line.bytes(), 0, line.length() - 1);
        rows++;
        bytes += line.length();
    }

    @Override
    public void end() {}
}

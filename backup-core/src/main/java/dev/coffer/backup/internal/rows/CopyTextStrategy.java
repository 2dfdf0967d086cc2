package dev.coffer.backup.internal.rows;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads what {@link CopyTextExporter} wrote; fields come in the order in which they were written.
 *
 * @param format what the manifest calls it
 */
public record CopyTextStrategy(FormatId format) implements RestoreStrategy {
    private static final int BLOCK = 1 << 16;

    @Override
    public Restore open(RestoreContext run) {
        return new Lines(run);
    }

    private record Lines(RestoreContext run) implements RowRestore {
        @Override
        public void rows(TableData table, List<String> columns, RowSink into) throws IOException {
            if (!columns.equals(table.columns().stream().map(Column::name).toList())) {
                throw new IllegalArgumentException("columns in another order than the rows have");
            }
            CopyLine row = new CopyLine(columns.size());
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            byte[] block = new byte[BLOCK];
            try (InputStream in = run.open(table)) {
                for (int count = in.read(block); count >= 0; count = in.read(block)) {
                    int from = 0;
                    for (int at = 0; at < count; at++) {
                        if (block[at] == '\n') {
                            line.write(block, from, at - from);
                            row.decode(line.toByteArray(), 0, line.size());
                            into.row(row);
                            line.reset();
                            from = at + 1;
                        }
                    }
                    line.write(block, from, count - from);
                }
            }
        }

        @Override
        public void close() {}
    }
}

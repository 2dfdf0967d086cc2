package dev.coffer.backup.internal.backup;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.internal.rows.ContentHash;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A table, or a part of it, on its way to every exporter: each row is hashed and counted once. */
final class PartSink {
    private static final int TELL_ROWS = 512;
    private static final int TELL_BYTES = 128 * 1024;

    private final TableCount count;
    private final ContentHash hash = new ContentHash();
    private final List<RowSink> sinks = new ArrayList<>();
    private final List<FormatId> formats = new ArrayList<>();
    private long rows;
    private long newRows;
    private long newBytes;

    PartSink(TableCount count, int part, List<OpenExport> exports) {
        this.count = count;
        count.begin();
        for (OpenExport export : exports) {
            try {
                RowSink sink = export.export().table(count.table(), part);
                if (sink != RowSink.NONE) {
                    sinks.add(sink);
                    formats.add(export.format());
                }
            } catch (IOException e) {
                throw failed(e, export.format());
            }
        }
    }

    /**
     * Takes a row.
     *
     * @param line its COPY text without line feed
     */
    void row(Row row, byte[] line, int offset, int length) {
        hash.add(line, offset, length);
        rows++;
        newRows++;
        newBytes += length + 1L;
        for (int i = 0; i < sinks.size(); i++) {
            try {
                sinks.get(i).row(row);
            } catch (IOException e) {
                throw failed(e, formats.get(i));
            }
        }
        if (newRows == TELL_ROWS || newBytes >= TELL_BYTES) {
            tell();
        }
    }

    void end() {
        for (int i = 0; i < sinks.size(); i++) {
            try {
                sinks.get(i).end();
            } catch (IOException e) {
                throw failed(e, formats.get(i));
            }
        }
        tell();
        count.end(hash);
    }

    long rows() {
        return rows;
    }

    private void tell() {
        count.add(newRows, newBytes);
        newRows = 0;
        newBytes = 0;
    }

    private RuntimeException failed(IOException e, FormatId format) {
        return StorageFailure.writing(
                e, "of format " + format.name() + " for table " + count.table().name(), null);
    }
}

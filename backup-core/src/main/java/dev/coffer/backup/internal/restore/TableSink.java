package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.rows.ContentHash;
import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;

/** Takes the rows of one table from its strategy, hands them on, and knows in the end whether they were all of them. */
final class TableSink implements RowSink {
    private static final String HINT =
            "the file was damaged or edited after the backup: restore from another format or backup";

    private final LoadTarget table;
    private final Load load;
    private final RestoreProgress progress;
    private final CopyTextBuffer line = new CopyTextBuffer();
    private final ContentHash hash = new ContentHash();
    private long rows;

    TableSink(LoadTarget table, Load load, RestoreProgress progress) {
        this.table = table;
        this.load = load;
        this.progress = progress;
    }

    @Override
    public void row(Row row) {
        line.clear();
        line.append(row);
        hash.add(line.bytes(), 0, line.length() - 1);
        load.row(row, line.bytes(), line.length());
        rows++;
        progress.row(table.name(), rows, line.length());
    }

    @Override
    public void end() {
        load.end();
    }

    /** Returns the number of rows if they are those that were backed up. */
    long proveWhole() {
        long expected = table.source().totals().rows();
        if (rows != expected) {
            throw Problem.of(
                            ErrorCode.ROW_COUNT,
                            "the file holds " + rows + " rows of the table, " + expected + " were backed up")
                    .table(table.name())
                    .file(table.file())
                    .hint(HINT)
                    .exception();
        }
        if (!hash.toString().equals(table.source().totals().contentHash())) {
            throw Problem.of(ErrorCode.CONTENT_HASH, "the file holds other rows of the table than were backed up")
                    .table(table.name())
                    .file(table.file())
                    .hint(HINT)
                    .exception();
        }
        return rows;
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;

/** Takes the rows of one table from its strategy, hands them on, and knows in the end whether they were all of them. */
final class TableSink implements RowSink {
    private static final int TOLD_TOGETHER = 256;

    private final LoadTarget table;
    private final Load load;
    private final RestoreProgress progress;
    private final TableProof proof = new TableProof();
    private long told;
    private long newBytes;

    TableSink(LoadTarget table, Load load, RestoreProgress progress) {
        this.table = table;
        this.load = load;
        this.progress = progress;
    }

    @Override
    public void row(Row row) {
        CopyTextBuffer line = proof.add(row);
        load.row(row, line.bytes(), line.length());
        newBytes += line.length();
        if (proof.rows() - told == TOLD_TOGETHER) {
            tell();
        }
    }

    private void tell() {
        long rows = proof.rows();
        progress.rows(table.name(), rows, rows - told, newBytes);
        told = rows;
        newBytes = 0;
    }

    @Override
    public void end() {
        tell();
        load.end();
    }

    /** Returns the number of rows if they are those that were backed up. */
    long proveWhole() {
        return proof.prove(table.name(), table.file(), table.source().totals());
    }
}

package dev.coffer.backup.internal.backup;

import dev.coffer.backup.CancelledException;
import dev.coffer.backup.internal.increment.Increment;
import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands on the rows of tables that did not change since an earlier backup, in the order of the files, as those that come from
 * the server are: hashed, counted, to every exporter.
 */
final class EarlierRows {
    private final @Nullable Increment increment;
    private final List<TableCount> counts;
    private final List<OpenExport> exports;

    EarlierRows(@Nullable Increment increment, List<TableCount> counts, List<OpenExport> exports) {
        this.increment = increment;
        this.counts = counts;
        this.exports = exports;
    }

    boolean isEmpty() {
        return increment == null || increment.report().unchanged().isEmpty();
    }

    /**
     * Hands on all of them.
     *
     * @param stopped asked between tables
     * @throws CancelledException when the thread is interrupted
     */
    void read(BooleanSupplier stopped) {
        if (increment == null) {
            return;
        }
        for (TableCount count : counts) {
            if (stopped.getAsBoolean()) {
                return;
            }
            if (increment.isUnchanged(count.table().index())) {
                increment.read(count.table(), new Handing(new PartSink(count, 0, exports)));
            }
        }
    }

    /** Writes each row as COPY would, which is what is hashed. */
    private static final class Handing implements RowSink {
        private final PartSink into;
        private final CopyTextBuffer line = new CopyTextBuffer();

        Handing(PartSink into) {
            this.into = into;
        }

        @Override
        public void row(Row row) {
            line.clear();
            line.append(row);
            into.row(row, line.bytes(), 0, line.length() - 1);
        }

        @Override
        public void end() {
            into.end();
        }
    }
}

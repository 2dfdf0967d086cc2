package dev.coffer.backup.internal.compare;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;

/** Keeps no row: the manifest then has the count and the content hash of each table, and nothing else is written. */
final class RowsNotKept implements TableExporter {
    @Override
    public FormatId format() {
        return new FormatId("none", 1);
    }

    @Override
    public boolean splittable() {
        return true;
    }

    @Override
    public Export open(ExportContext run) {
        return new Export() {
            @Override
            public RowSink table(TableData table, int part) {
                return RowSink.NONE;
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }
}

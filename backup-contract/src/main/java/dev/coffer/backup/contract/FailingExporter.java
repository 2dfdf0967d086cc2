package dev.coffer.backup.contract;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;

/** Fails with the first row. */
final class FailingExporter implements TableExporter {
    static final String MESSAGE = "this exporter always fails";

    @Override
    public FormatId format() {
        return new FormatId("failing", 1);
    }

    @Override
    public Export open(ExportContext run) {
        return new Export() {
            @Override
            public RowSink table(TableData table, int part) {
                return new RowSink() {
                    @Override
                    public void row(Row row) throws IOException {
                        throw new IOException(MESSAGE);
                    }

                    @Override
                    public void end() {}
                };
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }
}

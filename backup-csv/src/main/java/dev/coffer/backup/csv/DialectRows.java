package dev.coffer.backup.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** The rows of one part of a table in a dialect that Commons CSV writes. */
final class DialectRows implements RowSink {
    private static final int BUFFER = 1 << 16;

    private final TableFile file;
    private final CSVPrinter printer;
    private final @Nullable Object[] fields;
    private final @Nullable FormulaGuard guard;

    DialectRows(TableFile file, OutputStream piece, CsvDialect dialect, List<Column> columns) throws IOException {
        this.file = file;
        this.printer = new CSVPrinter(
                new OutputStreamWriter(new BufferedOutputStream(piece, BUFFER), UTF_8), dialect.commonsFormat());
        this.fields = new Object[columns.size()];
        this.guard = dialect.isSpreadsheet() ? new FormulaGuard(columns) : null;
    }

    @Override
    public void row(Row row) throws IOException {
        for (int i = 0; i < fields.length; i++) {
            fields[i] = row.isNull(i) ? null : guard == null ? row.text(i) : guard.field(i, row.text(i));
        }
        printer.printRecord(fields);
    }

    @Override
    public void end() throws IOException {
        printer.close();
        file.partEnded(false);
    }
}

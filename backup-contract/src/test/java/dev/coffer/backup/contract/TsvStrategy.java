package dev.coffer.backup.contract;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.RowBuilder;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Reads what {@link TsvExporter} writes. */
final class TsvStrategy implements RestoreStrategy {
    @Override
    public FormatId format() {
        return TsvExporter.FORMAT;
    }

    @Override
    public Restore open(RestoreContext run) {
        return new Run(run);
    }

    @Override
    public String toString() {
        return "TsvStrategy[]";
    }

    private record Run(RestoreContext run) implements RowRestore {
        @Override
        public void rows(TableData table, List<String> columns, RowSink into) throws IOException {
            List<String> stored = table.columns().stream().map(Column::name).toList();
            RowBuilder row = new RowBuilder(columns.size());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(run.open(table), StandardCharsets.US_ASCII))) {
                long number = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    String[] fields = line.split("\t", -1);
                    if (fields.length != stored.size() + 1) {
                        throw damaged(table, number);
                    }
                    row.clear();
                    for (int i = 0; i < columns.size(); i++) {
                        set(row, i, fields[stored.indexOf(columns.get(i))], table, number);
                    }
                    into.row(row);
                }
            }
        }

        private void set(RowBuilder row, int field, String digits, TableData table, long number) {
            if (digits.startsWith("=")) {
                byte[] bytes;
                try {
                    bytes = HexFormat.of().parseHex(digits, 1, digits.length());
                } catch (IllegalArgumentException e) {
                    // Its message quotes the file.
                    throw damaged(table, number);
                }
                row.set(field, bytes, 0, bytes.length);
            } else if (!digits.equals("-")) {
                throw damaged(table, number);
            }
        }

        private RuntimeException damaged(TableData table, long number) {
            return Problem.of(ErrorCode.MALFORMED, "the line cannot be read")
                    .table(table.name())
                    .file(run.fileOf(table))
                    .line(number)
                    .exception();
        }

        @Override
        public void close() {}
    }
}

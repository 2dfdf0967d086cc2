package dev.coffer.backup.csv;

import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.RowBuilder;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.csv.CSVRecord;

/** One run of the strategy. */
final class CsvRestore implements RowRestore {
    private final RestoreContext run;
    private final CsvDialect dialect;
    private final int maxRecordLength;

    CsvRestore(RestoreContext run, CsvDialect dialect, int maxRecordLength) {
        this.run = run;
        this.dialect = dialect;
        this.maxRecordLength = maxRecordLength;
    }

    @Override
    public void rows(TableData table, List<String> columns, RowSink into) throws IOException {
        long taken = 0;
        if (dialect.isPostgresql() && !run.loose() && !table.columns().isEmpty()) {
            try (PlainRecords plain =
                    new PlainRecords(run.open(table), table.columns().size(), maxRecordLength)) {
                boolean more = plain.header(names(table), columns) && plain.next();
                for (; more; more = plain.next()) {
                    into.row(plain);
                    taken++;
                }
                if (taken > 0 && plain.ended()) {
                    return;
                }
            }
        }
        rows(table, columns, into, taken);
    }

    /** Reads whatever there is, from the row on that comes after so many. */
    private void rows(TableData table, List<String> columns, RowSink into, long taken) throws IOException {
        try (CsvRecords records = records(table)) {
            int[] places = wanted(table, columns, records.header());
            for (long i = 0; i < taken; i++) {
                records.next();
            }
            RowBuilder row = new RowBuilder(columns.size());
            for (CSVRecord record = records.next(); record != null; record = records.next()) {
                row.clear();
                for (int i = 0; i < places.length; i++) {
                    String text = record.get(places[i]);
                    if (text != null) {
                        set(row, i, text, records, columns);
                    }
                }
                into.row(row);
            }
        }
    }

    private CsvRecords records(TableData table) throws IOException {
        return run.loose()
                ? CsvRecords.loose(run.open(table), run.fileOf(table), table, dialect, maxRecordLength)
                : CsvRecords.of(run.open(table), run.fileOf(table), table, dialect, maxRecordLength);
    }

    /** Reads up to the row once more, since to remember the line of each would cost more than that. */
    @Override
    public OptionalLong lineOf(TableData table, long row) throws IOException {
        try (CsvRecords records = records(table)) {
            records.header();
            for (long i = 1; i <= row; i++) {
                if (records.next() == null) {
                    return OptionalLong.empty();
                }
            }
            return OptionalLong.of(records.line());
        }
    }

    private static int[] wanted(TableData table, List<String> columns, int[] places) {
        List<String> names = names(table);
        return columns.stream().mapToInt(name -> places[names.indexOf(name)]).toArray();
    }

    private static List<String> names(TableData table) {
        return table.columns().stream().map(Column::name).toList();
    }

    private static void set(RowBuilder row, int field, String text, CsvRecords records, List<String> columns) {
        try {
            row.set(field, text);
        } catch (CharacterCodingException e) {
            throw records.badText(columns.get(field));
        }
    }

    @Override
    public void close() {}
}

package dev.coffer.backup.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.TableData;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a finished CSV file once more, in COPY's text form, for tables that hold a line {@code \.} within a value: psql up
 * to 15 takes that line in CSV for the end of the data.
 */
final class CopyTextFile {
    private CopyTextFile() {}

    /** Returns the new file's name. */
    static String write(ExportContext run, TableFile csv, Compression compression) throws IOException {
        TableData table = csv.table();
        String name = CsvDialect.postgresql().folder() + run.fileNameFor(table, ".copy") + compression.suffix();
        long rows = 0;
        try (CsvRecords records = CsvRecords.of(
                        compression.decompress(run.read(csv.name()), csv.name()),
                        csv.name(),
                        table,
                        CsvDialect.postgresql(),
                        Integer.MAX_VALUE);
                Writer out = new BufferedWriter(
                        new OutputStreamWriter(compression.compress(run.file(name)), UTF_8), 1 << 16)) {
            int[] places = records.header();
            for (CSVRecord record = records.next(); record != null; record = records.next()) {
                rows++;
                line(record, places, out);
            }
        }
        if (rows != run.totals(table).rows()) {
            throw new IllegalStateException("a file of this backup that was just written has lost rows");
        }
        return name;
    }

    private static void line(CSVRecord record, int[] places, Writer out) throws IOException {
        for (int i = 0; i < places.length; i++) {
            if (i > 0) {
                out.write('\t');
            }
            String text = record.get(places[i]);
            if (text == null) {
                out.write("\\N");
            } else {
                field(text, out);
            }
        }
        out.write('\n');
    }

    private static void field(String text, Writer out) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.write("\\\\");
                case '\b' -> out.write("\\b");
                case '\f' -> out.write("\\f");
                case '\n' -> out.write("\\n");
                case '\r' -> out.write("\\r");
                case '\t' -> out.write("\\t");
                case '\u000b' -> out.write("\\v");
                default -> out.write(c);
            }
        }
    }
}

package dev.coffer.backup.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.RowBuilder;
import dev.coffer.backup.spi.TableData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

/**
 * How the records of a CSV file look. Every dialect here tells NULL (nothing between two separators) from an empty string
 * ({@code ""}), so that files of every one can be restored exactly.
 *
 * @param name lower case; part of the format's name
 * @param separator what stands between two fields
 * @param byteOrderMark whether the file begins with a byte order mark, by which spreadsheets know UTF-8
 */
public record CsvDialect(String name, char separator, boolean byteOrderMark) {
    static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final String POSTGRESQL = "postgresql";
    private static final String SPREADSHEET = "spreadsheet";
    /** Nobody who loads files that lie alone takes one of these for rows. */
    static final String SPREADSHEET_SUFFIX = "." + SPREADSHEET + ".csv";

    /**
     * @throws IllegalArgumentException when the name is not lower case letters, or the separator is none that a field could
     *     be told from
     */
    public CsvDialect {
        if (!name.matches("[a-z]{1,20}")) {
            throw new IllegalArgumentException("name must be 1 to 20 lower-case letters: " + name);
        }
        if (",;\t|".indexOf(separator) < 0) {
            throw new IllegalArgumentException("separator must be a comma, a semicolon, a tab or a vertical bar");
        }
        if (name.equals(POSTGRESQL) && (separator != ',' || byteOrderMark)) {
            throw new IllegalArgumentException("the dialect postgresql has a comma and no byte order mark");
        }
    }

    /** What PostgreSQL's {@code COPY … (FORMAT csv, HEADER)} writes: commas, line feeds, quotes only where needed. */
    public static CsvDialect postgresql() {
        return new CsvDialect(POSTGRESQL, ',', false);
    }

    /** For spreadsheets: a byte order mark, commas, CR LF at the end of records, quotes around everything but NULL. */
    public static CsvDialect excel() {
        return new CsvDialect("excel", ',', true);
    }

    /** For {@link SpreadsheetExporter} alone: what is written in it is not what was read. */
    static CsvDialect spreadsheet() {
        return new CsvDialect(SPREADSHEET, ',', true);
    }

    boolean isSpreadsheet() {
        return name.equals(SPREADSHEET);
    }

    /** This dialect, if files in it can be restored. */
    CsvDialect requireRestorable() {
        if (isSpreadsheet()) {
            throw new IllegalArgumentException(
                    "the dialect " + SPREADSHEET + " is that of SpreadsheetExporter, which changes values");
        }
        return this;
    }

    /** This dialect with another separator, such as the semicolon that Excel expects in many countries. */
    public CsvDialect separator(char separator) {
        return new CsvDialect(name, separator, byteOrderMark);
    }

    boolean isPostgresql() {
        return name.equals(POSTGRESQL);
    }

    /** The format that files of this dialect are: {@code csv 1}, or {@code csv-excel 1}. */
    public FormatId format() {
        return new FormatId(isPostgresql() ? "csv" : "csv-" + name, 1);
    }

    /** A file for each table in a folder; large objects beside it, where no table's name can meet them. */
    String fileName(ExportContext run, TableData table, Compression compression) {
        if (table.kind() == TableData.Kind.LARGE_OBJECTS) {
            return "large_objects" + (isPostgresql() ? "" : "." + name) + ".csv" + compression.suffix();
        }
        return folder() + run.fileNameFor(table, isSpreadsheet() ? SPREADSHEET_SUFFIX : ".csv") + compression.suffix();
    }

    String folder() {
        return isPostgresql() ? "csv_exports/" : "csv_" + name + "/";
    }

    /** The first record, with what stands before it. */
    byte[] header(List<Column> columns) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (isPostgresql()) {
            CsvEncoder encoder = new CsvEncoder(bytes);
            RowBuilder names = new RowBuilder(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                names.set(i, columns.get(i).name());
            }
            encoder.record(names);
            encoder.flush();
            return bytes.toByteArray();
        }
        try (CSVPrinter printer = new CSVPrinter(new OutputStreamWriter(bytes, UTF_8), commonsFormat())) {
            if (byteOrderMark) {
                printer.getOut().append(BYTE_ORDER_MARK);
            }
            printer.printRecord(columns.stream().map(Column::name));
        }
        return bytes.toByteArray();
    }

    /** For reading every dialect, and for writing all but PostgreSQL's own. */
    CSVFormat commonsFormat() {
        return CSVFormat.Builder.create()
                .setDelimiter(separator)
                .setQuote('"')
                .setQuoteMode(QuoteMode.ALL_NON_NULL)
                .setRecordSeparator("\r\n")
                .setNullString("")
                .setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(false)
                .get();
    }
}

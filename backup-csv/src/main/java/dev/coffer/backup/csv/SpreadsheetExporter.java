package dev.coffer.backup.csv;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import java.io.IOException;

/**
 * Writes each table for reading in a spreadsheet, {@code csv_spreadsheet/<table>.spreadsheet.csv}: in a text that a spreadsheet
 * could take for a formula an apostrophe comes first, so that opening the file runs nothing. What begins with {@code =},
 * {@code +}, {@code -}, {@code @}, a tab or the end of a line is such a text, unless the column holds numbers.
 *
 * <p>These files are no backup: values are not what they were, no strategy reads them, and a plan needs another exporter
 * beside this one. The files that {@link CsvTableExporter} writes are the same with it and without it. Immutable and safe for use
 * by several threads.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
public final class SpreadsheetExporter implements TableExporter {
    private final CsvDialect dialect;

    private SpreadsheetExporter(CsvDialect dialect) {
        this.dialect = dialect;
    }

    /** An exporter that separates fields with commas. */
    public static SpreadsheetExporter create() {
        return new SpreadsheetExporter(CsvDialect.spreadsheet());
    }

    /**
     * The same with another separator, such as the semicolon that Excel expects in many countries.
     *
     * @throws IllegalArgumentException when it is none that {@link CsvDialect} knows
     */
    public SpreadsheetExporter separator(char separator) {
        return new SpreadsheetExporter(dialect.separator(separator));
    }

    /** {@code csv-spreadsheet 1}. */
    @Override
    public FormatId format() {
        return dialect.format();
    }

    /** True: parts of a table are put together in order. */
    @Override
    public boolean splittable() {
        return true;
    }

    /** False: values are changed. */
    @Override
    public boolean restorable() {
        return false;
    }

    @Override
    public Export open(ExportContext run) throws IOException {
        return CsvExport.open(run, dialect, Compression.NONE);
    }

    /** The settings. */
    @Override
    public String toString() {
        return "SpreadsheetExporter[separator=" + dialect.separator() + "]";
    }
}

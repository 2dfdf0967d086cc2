package dev.coffer.backup.csv;

import dev.coffer.backup.FormatId;

/**
 * How the records of a CSV file look. Every dialect here tells NULL (nothing between two separators) from an empty string
 * ({@code ""}), so that files of every one can be restored exactly.
 *
 * @param name lower case; part of the format's name
 * @param separator what stands between two fields
 * @param byteOrderMark whether the file begins with a byte order mark, by which spreadsheets know UTF-8
 */
public record CsvDialect(String name, char separator, boolean byteOrderMark) {
    private static final String POSTGRESQL = "postgresql";

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
}

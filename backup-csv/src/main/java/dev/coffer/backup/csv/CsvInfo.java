package dev.coffer.backup.csv;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.TableData;
import java.util.List;
import java.util.Optional;

/** This format's part of {@code BACKUP_INFO.txt}. */
final class CsvInfo {
    private CsvInfo() {}

    static String text(CsvDialect dialect, Compression compression, List<TableFile> files) {
        return dialect.isPostgresql() ? postgresql(compression, files) : other(dialect);
    }

    private static String postgresql(Compression compression, List<TableFile> files) {
        return """
                CSV: csv_exports/, one file for each table, with a header
                  UTF-8, commas; a NULL is nothing, an empty string is "". restore.sql loads all of them.
                  Everything, into an empty database, with psql alone and in one transaction:
                    cd into this folder, then
                    psql -X -v ON_ERROR_STOP=1 -1 -d new_db -f restore.sql
                """ + example(files).map(file -> oneTable(compression, file)).orElse("");
    }

    private static Optional<TableFile> example(List<TableFile> files) {
        return files.stream()
                .filter(file -> file.table().kind() == TableData.Kind.TABLE)
                .filter(file -> !file.table().columns().isEmpty() && !file.hasEndMarkerLine())
                .filter(file -> Quoting.fitsOnALine(Quoting.table(file.table().name())
                        + Quoting.columns(file.table().columns())))
                .findFirst();
    }

    private static String oneTable(Compression compression, TableFile file) {
        String from = compression == Compression.NONE
                ? Quoting.literal(file.name())
                : "PROGRAM " + Quoting.literal(compression.program() + " < " + Quoting.shellWord(file.name()));
        return """
                  One table, into a table that exists already, in psql and from this folder:
                    \\copy %s (%s) FROM %s WITH (FORMAT csv, HEADER)
                """.formatted(
                Quoting.table(file.table().name()), Quoting.columns(file.table().columns()), from);
    }

    private static String other(CsvDialect dialect) {
        if (dialect.isSpreadsheet()) {
            return """
                    For reading in a spreadsheet: %s, one file for each table, with a header
                      In a text that could be taken for a formula an apostrophe comes first. Nothing is restored from these files.
                    """.formatted(dialect.folder());
        }
        return """
                CSV for spreadsheets: %s, one file for each table, with a header
                  Everything but NULL stands between quotes, so NULL (nothing) and an empty string ("") differ. A spreadsheet
                  that saves such a file again loses that and may change numbers and dates: restore from the files as they are,
                  with CsvRestoreStrategy.builder().dialect(…) and the same dialect.
                """.formatted(dialect.folder());
    }
}

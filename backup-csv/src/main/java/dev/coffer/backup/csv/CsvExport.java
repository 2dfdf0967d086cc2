package dev.coffer.backup.csv;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;

@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stub
final class CsvExport {
    private CsvExport() {}

    static Export open(ExportContext run, CsvDialect dialect, Compression compression) {
        throw new UnsupportedOperationException("being written");
    }
}

package dev.coffer.backup.json;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;

@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stub
final class JsonExport {
    private JsonExport() {}

    static Export open(ExportContext run, Compression compression) {
        throw new UnsupportedOperationException("being written");
    }
}

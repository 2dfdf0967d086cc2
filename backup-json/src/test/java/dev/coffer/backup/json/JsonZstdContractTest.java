package dev.coffer.backup.json;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.contract.FormatContract;
import dev.coffer.backup.spi.Compression;

class JsonZstdContractTest extends FormatContract {
    @Override
    protected TableExporter exporter() {
        return JsonTableExporter.builder().compression(Compression.ZSTD).build();
    }

    @Override
    protected RestoreStrategy strategy() {
        return JsonRestoreStrategy.create();
    }
}

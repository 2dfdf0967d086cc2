package dev.coffer.backup.csv;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.contract.FormatContract;
import dev.coffer.backup.spi.Compression;

class CsvZstdContractTest extends FormatContract {
    @Override
    protected TableExporter exporter() {
        return CsvTableExporter.builder().compression(Compression.ZSTD).build();
    }

    @Override
    protected RestoreStrategy strategy() {
        return CsvRestoreStrategy.create();
    }
}

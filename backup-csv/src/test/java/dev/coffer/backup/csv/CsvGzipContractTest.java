package dev.coffer.backup.csv;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.contract.FormatContract;

class CsvGzipContractTest extends FormatContract {
    @Override
    protected TableExporter exporter() {
        return CsvTableExporter.builder().gzip(true).build();
    }

    @Override
    protected RestoreStrategy strategy() {
        return CsvRestoreStrategy.create();
    }
}

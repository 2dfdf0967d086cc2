package dev.coffer.backup.csv;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.contract.FormatContract;

class CsvContractTest extends FormatContract {
    @Override
    protected TableExporter exporter() {
        return CsvTableExporter.create();
    }

    @Override
    protected RestoreStrategy strategy() {
        return CsvRestoreStrategy.create();
    }
}

package dev.coffer.backup.csv;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.contract.FormatContract;

class CsvExcelContractTest extends FormatContract {
    @Override
    protected TableExporter exporter() {
        return CsvTableExporter.builder()
                .dialect(CsvDialect.excel().separator(';'))
                .build();
    }

    @Override
    protected RestoreStrategy strategy() {
        return CsvRestoreStrategy.builder()
                .dialect(CsvDialect.excel().separator(';'))
                .build();
    }
}

package dev.coffer.backup.json;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.contract.FormatContract;

class JsonGzipContractTest extends FormatContract {
    @Override
    protected TableExporter exporter() {
        return JsonTableExporter.builder().gzip(true).build();
    }

    @Override
    protected RestoreStrategy strategy() {
        return JsonRestoreStrategy.create();
    }
}

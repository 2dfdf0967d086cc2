package dev.coffer.backup.json;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.contract.FormatContract;

class JsonContractTest extends FormatContract {
    @Override
    protected TableExporter exporter() {
        return JsonTableExporter.create();
    }

    @Override
    protected RestoreStrategy strategy() {
        return JsonRestoreStrategy.create();
    }
}

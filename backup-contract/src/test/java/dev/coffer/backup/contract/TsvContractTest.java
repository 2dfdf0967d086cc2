package dev.coffer.backup.contract;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;

class TsvContractTest extends FormatContract {
    @Override
    protected TableExporter exporter() {
        return new TsvExporter();
    }

    @Override
    protected RestoreStrategy strategy() {
        return new TsvStrategy();
    }
}

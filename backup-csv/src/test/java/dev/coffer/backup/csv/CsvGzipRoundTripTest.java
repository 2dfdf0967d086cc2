package dev.coffer.backup.csv;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.contract.RoundTripContract;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestServer;

@Costly
class CsvGzipRoundTripTest extends RoundTripContract {
    @Override
    protected TableExporter exporter() {
        return CsvTableExporter.builder().gzip(true).build();
    }

    @Override
    protected RestoreStrategy strategy() {
        return CsvRestoreStrategy.create();
    }

    @Override
    protected String adminUrl() {
        return TestServer.newest().jdbcUrl("postgres");
    }
}

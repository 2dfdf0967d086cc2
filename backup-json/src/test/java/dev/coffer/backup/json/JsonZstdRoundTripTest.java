package dev.coffer.backup.json;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.contract.RoundTripContract;
import dev.coffer.backup.spi.Compression;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestServer;

@Costly
class JsonZstdRoundTripTest extends RoundTripContract {
    @Override
    protected TableExporter exporter() {
        return JsonTableExporter.builder().compression(Compression.ZSTD).build();
    }

    @Override
    protected RestoreStrategy strategy() {
        return JsonRestoreStrategy.create();
    }

    @Override
    protected String adminUrl() {
        return TestServer.newest().jdbcUrl("postgres");
    }
}

package dev.coffer.backup.contract;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.testsupport.TestServer;

class TsvRoundTripTest extends RoundTripContract {
    @Override
    protected TableExporter exporter() {
        return new TsvExporter();
    }

    @Override
    protected RestoreStrategy strategy() {
        return new TsvStrategy();
    }

    @Override
    protected String adminUrl() {
        return TestServer.newest().jdbcUrl("postgres");
    }
}

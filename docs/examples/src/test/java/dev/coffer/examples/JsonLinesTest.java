package dev.coffer.examples;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.contract.FormatContract;
import dev.coffer.backup.contract.RoundTripContract;
import dev.coffer.testsupport.TestServer;
import org.junit.jupiter.api.Nested;

/** What docs/how-to/write-a-format.md shows: the proof of somebody's own format. */
class JsonLinesTest {
    // tag::format-proof[]
    @Nested
    class WithoutAServer extends FormatContract {
        @Override
        protected TableExporter exporter() {
            return new JsonLines();
        }

        @Override
        protected RestoreStrategy strategy() {
            return new JsonLines();
        }
    }

    @Nested
    class OverRealDatabases extends RoundTripContract {
        @Override
        protected TableExporter exporter() {
            return new JsonLines();
        }

        @Override
        protected RestoreStrategy strategy() {
            return new JsonLines();
        }

        @Override
        protected String adminUrl() {
            return TestServer.newest().jdbcUrl("postgres");
        }
    }
    // end::format-proof[]
}

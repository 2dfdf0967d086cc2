package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupReport;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More tables than fit into the lock table of a server with default settings. */
class ManyTablesTest {
    private static final int AT_ONCE = 1000;

    @TempDir
    Path folder;

    @Test
    @DisplayName("F26 3,000 tables with keys pass on default settings")
    void threeThousandTables() {
        passes(3_000, " PRIMARY KEY");
    }

    @Test
    @Costly
    @DisplayName("F26 15,000 tables pass on default settings")
    void fifteenThousandTables() {
        passes(15_000, "");
    }

    private void passes(int tables, String key) {
        // Of its own: it fills the lock table that all databases of a server share.
        try (TestServer server = TestServer.builder().start();
                TestDatabase database = server.createDatabase()) {
            for (int from = 0; from < tables; from += AT_ONCE) {
                database.execute("DO $$ BEGIN FOR i IN " + from + ".." + (from + AT_ONCE - 1)
                        + " LOOP EXECUTE format('CREATE TABLE t%s (a int" + key
                        + "); INSERT INTO t%s VALUES (%s)', i, i, i);"
                        + " END LOOP; END $$");
            }
            MemoryExporter memory = MemoryExporter.create();
            BackupReport report = Runs.of(database, folder).to(memory).run();
            assertThat(report.tables()).hasSize(tables);
            for (int i = 0; i < tables; i++) {
                assertThat(memory.text("public", "t" + i)).isEqualTo(i + "\n");
            }
        }
    }
}

package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** More tables than a server with its default settings can lock in one transaction (P5), there and back. */
class ManyTablesTest {
    @TempDir
    private Path folder;

    @Test
    void threeThousandComeBack() {
        comeBack(3_000);
    }

    @Test
    @Costly
    @EnabledIfEnvironmentVariable(
            named = "COFFER_SERVERS",
            matches = "all",
            disabledReason = "takes minutes: runs with COFFER_SERVERS=all")
    void fifteenThousandComeBack() {
        comeBack(15_000);
    }

    private void comeBack(int count) {
        try (TestServer server = TestServer.builder().start();
                TestDatabase source = server.createDatabase();
                TestDatabase target = server.createDatabase()) {
            for (int from = 0; from < count; from += 500) {
                source.execute("DO $$ BEGIN FOR i IN " + from + " .. " + (from + 499) + " LOOP"
                        + " EXECUTE format('CREATE TABLE %I (id int PRIMARY KEY, name text)', 't' || i);"
                        + " EXECUTE format('INSERT INTO %I VALUES (1, %L)', 't' || i, i); END LOOP; END $$");
            }
            BackupReport taken = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run();
            assertThat(taken.tables()).hasSize(count);

            RestoreReport restored = RestorePlan.builder()
                    .from(Backup.open(taken.directory()))
                    .strategy(LinesExporter.strategy())
                    .into(PostgresDatabase.of(target.uri()))
                    .build()
                    .run();

            assertThat(restored.rows()).isEqualTo(count);
            assertThat(restored.transactions()).isGreaterThan(1);
            assertThat(target.query("SELECT count(*) FROM pg_constraint WHERE contype = 'p' AND conrelid >= 16384"))
                    .isEqualTo(String.valueOf(count));
        }
    }
}

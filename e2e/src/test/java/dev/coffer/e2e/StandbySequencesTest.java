package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequences of a hot standby of the newest version, where nextval is refused and the last value can be read. */
class StandbySequencesTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("F10 sequences of a standby continue behind every value that the primary gave out")
    void continueBehindThePrimary() {
        try (TestServer primary = TestServer.builder().start();
                TestDatabase source = primary.createDatabase();
                TestDatabase target = primary.createDatabase()) {
            source.execute(
                    "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)",
                    "INSERT INTO t (name) SELECT 'n' || g FROM generate_series(1, 100) g",
                    "CREATE SEQUENCE untouched START 7",
                    "CREATE SEQUENCE set_back",
                    "SELECT setval('set_back', 41, false)",
                    "CREATE SEQUENCE down INCREMENT -5 MAXVALUE 1000 START 1000",
                    "SELECT nextval('down') FROM generate_series(1, 3)");
            BackupReport report;
            try (TestServer standby = TestServer.builder().standbyOf(primary).start()) {
                standby.awaitReplayOf(primary);
                report = BackupPlan.builder()
                        .source(PostgresDatabase.of(standby.uri(source.name())))
                        .export(Format.JSON.exporter(), Format.CSV.exporter())
                        .to(folder)
                        .build()
                        .run()
                        .requireComplete();
            }

            assertThat(RestorePlan.builder()
                            .from(Backup.open(report.directory()))
                            .strategy(Format.CSV.strategy())
                            .into(PostgresDatabase.of(target.uri()))
                            .build()
                            .run()
                            .requireComplete()
                            .sequences())
                    .isEqualTo(4);

            assertThat(target.query("SELECT concat_ws(' ', nextval('untouched'), nextval('set_back'))"))
                    .isEqualTo("7 41");
            // A primary logs 32 values in advance.
            target.execute("INSERT INTO t (name) VALUES ('next')");
            assertThat(Long.parseLong(target.query("SELECT max(id) FROM t"))).isBetween(101L, 133L);
            assertThat(Long.parseLong(target.query("SELECT nextval('down')"))).isBetween(985L - 32 * 5, 985L);
        }
    }
}

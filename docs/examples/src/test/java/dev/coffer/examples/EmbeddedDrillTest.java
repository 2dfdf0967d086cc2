package dev.coffer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.DrillReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Proof;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDrillTest {
    @TempDir
    private Path folder;

    @Test
    void provesABackupWithoutAServer() throws IOException {
        Path directory;
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE protein (id int PRIMARY KEY, name text)",
                    "INSERT INTO protein SELECT n, 'protein ' || n FROM generate_series(1, 100) n");
            directory = BackupPlan.builder()
                    .source(PostgresDatabase.of(database.uri()))
                    .export(JsonTableExporter.create())
                    .to(folder)
                    .build()
                    .run()
                    .directory();
        }

        DrillReport report = EmbeddedDrill.drill(directory);

        assertThat(report.place()).isEqualTo(DrillReport.Place.DATABASE);
        assertThat(report.tables()).singleElement().matches(table -> table.same() && table.expected() == 100);
        assertThat(Backup.open(directory).proof())
                .hasValueSatisfying(proof -> assertThat(proof.kind()).isEqualTo(Proof.Kind.DRILL));
    }
}

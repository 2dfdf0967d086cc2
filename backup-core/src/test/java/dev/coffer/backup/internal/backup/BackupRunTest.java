package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.Completeness;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupRunTest {
    @TempDir
    Path folder;

    @Test
    void writesEveryRowAndEveryFile() throws Exception {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE parents (id int PRIMARY KEY, name text)",
                    "CREATE TABLE children (id int GENERATED ALWAYS AS IDENTITY, parent int REFERENCES parents, note char(5),"
                            + " double int GENERATED ALWAYS AS (parent * 2) STORED)",
                    "CREATE TABLE nothing ()",
                    "CREATE TABLE empty (a int)",
                    "INSERT INTO parents SELECT i, 'p' || i FROM generate_series(1, 1000) i",
                    "INSERT INTO children (parent, note) SELECT i, NULLIF('n', 'n') FROM generate_series(1, 10) i",
                    "INSERT INTO nothing DEFAULT VALUES",
                    "INSERT INTO nothing DEFAULT VALUES");
            MemoryExporter memory = MemoryExporter.create();
            BackupReport report = Runs.of(database, folder).to(memory).run();

            assertThat(memory.text("public", "parents")).isEqualTo(Runs.copy(database, "public.parents"));
            assertThat(memory.text("public", "children")).isEqualTo(Runs.copy(database, "public.children"));
            assertThat(memory.text("public", "nothing")).isEqualTo("\n\n");
            assertThat(memory.text("public", "empty")).isEmpty();
            assertThat(memory.finished).isTrue();
            assertThat(memory.closed).isEqualTo(1);
            assertThat(memory.names().indexOf("public.parents"))
                    .isLessThan(memory.names().indexOf("public.children"));
            assertThat(report.completeness()).isEqualTo(Completeness.COMPLETE);
            assertThat(report.rows()).isEqualTo(1012);
            assertThat(report.tables())
                    .contains(new BackupReport.Table(
                            new TableName("public", "parents"),
                            1000,
                            Runs.copy(database, "public.parents").length()));
            assertThat(report.files())
                    .extracting(BackupReport.File::name)
                    .containsExactly(
                            "BACKUP_INFO.txt", "schema.json", "schema.sql", "schema_simplified.sql", "statistics.txt");
            assertThat(Files.readString(report.directory().resolve("BACKUP_INFO.txt")))
                    .contains("Backup of the PostgreSQL database " + database.name())
                    .contains("4 tables with 1,012 rows")
                    .contains("Memory: gone.")
                    .doesNotContain(database.server().password());
            assertThat(Backup.open(report.directory()).tables()).isEqualTo(report.tables());
        }
    }

    @Test
    void aDatabaseWithoutTablesIsABackupToo() throws IOException {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            BackupReport report = Runs.of(database, folder).run();
            assertThat(report.tables()).isEmpty();
            assertThat(Backup.open(report.directory()).database()).isEqualTo(database.name());
            assertThat(Files.readString(report.directory().resolve("manifest.json")))
                    .containsPattern("\"lsn\" ?: ?\"[0-9A-F]+/[0-9A-F]+\",\\s*\"timeline\" ?: ?\"1\"");
        }
    }

    @Test
    void oneConnectionOfADataSourceIsEnough() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE a AS SELECT i FROM generate_series(1, 100) i",
                    "CREATE TABLE b AS SELECT i, repeat('x', 1000) AS t FROM generate_series(1, 3000) i");
            MemoryExporter memory = MemoryExporter.create();
            Runs.of(database, folder)
                    .source(ConnectionSource.ofDataSource(new OneConnection(database)))
                    .connections(1)
                    .to(memory)
                    .run();
            for (String table : List.of("a", "b")) {
                assertThat(memory.text("public", table)).isEqualTo(Runs.copy(database, "public." + table));
            }
        }
    }
}

package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupReport;
import dev.coffer.backup.Condition;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that people read. */
class TextFilesTest {
    @TempDir
    Path folder;

    @Test
    void statisticsTellSizesLargestFirst() throws Exception {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE large (id int PRIMARY KEY, t text)",
                    "INSERT INTO large SELECT i, repeat('x', 100) FROM generate_series(1, 5000) i",
                    "CREATE TABLE small (id int)",
                    "INSERT INTO small VALUES (1)",
                    "VACUUM ANALYZE");
            BackupReport report = Runs.of(database, folder).run();
            String text = Files.readString(report.directory().resolve("statistics.txt"));
            assertThat(text)
                    .contains("Database size: ")
                    .contains("Tables in this backup: 2, with 5,001 rows")
                    .containsSubsequence("The largest", "public.large", "public.small")
                    .containsPattern("public\\.large +5,000 +\\d+ KB +128 KB +\\d+ KB")
                    .containsPattern("total +5,001 +\\d+ KB +128 KB +\\d+ KB")
                    .containsPattern("128 KB +\\d+%  indexes: stored as definitions, built again by a restore")
                    .containsPattern("\\d+ KB +\\d+%  the same rows as text");
        }
    }

    @Test
    @DisplayName("F30 names stay on their line in files that people read")
    void namesStayOnTheirLine() throws Exception {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute("CREATE TABLE \"line\nfeed\u202e\" (a int)");
            BackupReport report = Runs.of(database, folder).run();
            assertThat(Files.readString(report.directory().resolve("statistics.txt")))
                    .contains("public.line\\u{a}feed\\u{202e}")
                    .doesNotContain("\u202e");
        }
    }

    @Test
    void infoTellsWhereFromAndHowToRestore() throws Exception {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute("CREATE TABLE t (a int)", "INSERT INTO t VALUES (1), (2)");
            BackupReport report = Runs.of(database, folder)
                    .where("t", Condition.equalTo("a", "2"))
                    .run();
            assertThat(Files.readString(report.directory().resolve("BACKUP_INFO.txt")))
                    .containsSubsequence(
                            "Backup of the PostgreSQL database " + database.name(),
                            "From:       postgres@localhost:"
                                    + database.server().port() + "/" + database.name(),
                            "Server:     PostgreSQL " + database.server().major(),
                            "Holds:      1 table with 1 row; of some tables only the rows that a condition chose",
                            "Files\n",
                            "  schema.json ",
                            "  manifest.json ",
                            "How to restore\n",
                            "psql -X -v ON_ERROR_STOP=1 -1 -d new_db -f schema.sql",
                            "Memory: gone.")
                    .doesNotContain(database.server().password());
        }
    }
}

package dev.coffer.backup.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.TableExporter;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpreadsheetTest {
    @TempDir
    private Path folder;

    private final TestDatabase database = TestServer.newest().createDatabase();

    @AfterEach
    void drop() {
        database.close();
    }

    private Path backUp(TableExporter... exporters) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(exporters)
                .to(folder)
                .build()
                .run()
                .directory();
    }

    @Test
    @DisplayName("F42 a file for spreadsheets holds no formula, and the restorable CSV is the same byte for byte")
    void formulasAreDefusedOffTheRestorePath() throws IOException {
        database.execute(
                "CREATE TABLE t (id int, n numeric, v text)",
                "INSERT INTO t VALUES (-1, -2.5, '=1+1'), (2, 'NaN', '+cmd'), (3, NULL, '-x'), (4, 0, '@SUM(A1)'),"
                        + " (5, 0, E'\\t=1'), (6, 0, E'\\r=1'), (7, 0, ''), (8, 0, NULL), (9, 0, 'a=1'), (10, 0, E'\\n=1'),"
                        + " (11, 0, U&'\\FF1D1')");
        Path alone = backUp(CsvTableExporter.create());
        Path both =
                backUp(CsvTableExporter.create(), SpreadsheetExporter.create().separator(';'));

        assertThat(both.resolve("csv_exports/t.csv")).hasSameBinaryContentAs(alone.resolve("csv_exports/t.csv"));
        assertThat(Files.readString(both.resolve("csv_exports/t.csv"))).contains("-1,-2.5,=1+1\n");
        assertThat(Files.readString(both.resolve("csv_spreadsheet/t.spreadsheet.csv")))
                .isEqualTo("\uFEFF\"id\";\"n\";\"v\"\r\n"
                        + "\"-1\";\"-2.5\";\"'=1+1\"\r\n"
                        + "\"2\";\"NaN\";\"'+cmd\"\r\n"
                        + "\"3\";;\"'-x\"\r\n"
                        + "\"4\";\"0\";\"'@SUM(A1)\"\r\n"
                        + "\"5\";\"0\";\"'\t=1\"\r\n"
                        + "\"6\";\"0\";\"'\r=1\"\r\n"
                        + "\"7\";\"0\";\"\"\r\n"
                        + "\"8\";\"0\";\r\n"
                        + "\"9\";\"0\";\"a=1\"\r\n"
                        + "\"10\";\"0\";\"'\n=1\"\r\n"
                        + "\"11\";\"0\";\"'\uFF1D1\"\r\n");
        assertThat(Backup.open(both).formats()).containsExactly(new FormatId("csv", 1));
        assertThat(Files.readString(both.resolve("BACKUP_INFO.txt"))).contains("Nothing is restored from these files.");
    }

    @Test
    @DisplayName("F42 a file for spreadsheets is never restored from")
    void nothingIsRestoredFromIt() {
        database.execute("CREATE TABLE t (v text)", "INSERT INTO t VALUES ('=1')");
        Path backup = backUp(CsvTableExporter.create(), SpreadsheetExporter.create());
        Path file = backup.resolve("csv_spreadsheet/t.spreadsheet.csv");

        RestorePlan load = RestorePlan.builder()
                .from(file)
                .strategy(CsvRestoreStrategy.create())
                .intoTable("public.t")
                .into(PostgresDatabase.of(database.uri()))
                .build();
        assertThat(assertThrows(BackupException.class, load::run))
                .hasMessage("the file was written for spreadsheets: its values are not what they were (file"
                        + " t.spreadsheet.csv)\n"
                        + "Hint: load the table's file in csv_exports");
        assertThatThrownBy(() -> CsvRestoreStrategy.builder().dialect(CsvDialect.spreadsheet()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the dialect spreadsheet is that of SpreadsheetExporter, which changes values");
        BackupException alone = assertThrows(BackupException.class, () -> backUp(SpreadsheetExporter.create()));
        assertThat(alone.code()).isEqualTo(ErrorCode.INVALID_PLAN);
        assertThat(alone)
                .hasMessage("no exporter of the plan writes what can be restored\n"
                        + "Hint: add one to export(…), such as CsvTableExporter.create()");
    }
}

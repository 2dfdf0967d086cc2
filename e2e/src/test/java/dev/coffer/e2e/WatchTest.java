package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupHistory;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.ConflictException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RetentionPolicy;
import dev.coffer.backup.ShrinkGuard;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    @TempDir
    Path root;

    private final TestDatabase database = TestServer.newest().createDatabase();

    @BeforeEach
    void createDatabase() {
        database.execute(
                "CREATE TABLE protein (id int)",
                "INSERT INTO protein SELECT generate_series(1, 100)",
                "CREATE TABLE \"<b>&\" (id int)");
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void everyBackupIsALineOfTheHistory() throws IOException {
        BackupReport first = plan().build().run();
        database.execute("INSERT INTO protein SELECT generate_series(1, 50)");
        BackupReport second = plan().build().run();
        assertThat(first.growth()).isEmpty();
        assertThat(second.growth()).hasValueSatisfying(growth -> {
            assertThat(growth.rows()).isEqualTo(50);
            assertThat(growth.backupBytes()).isEqualTo(second.bytes() - first.bytes());
            assertThat(growth.before().time()).isEqualTo(first.snapshotTime());
        });

        BackupHistory history = BackupHistory.of(root);

        assertThat(history.entries()).extracting(BackupHistory.Entry::rows).containsExactly(100L, 150L);
        assertThat(history.entries())
                .extracting(BackupHistory.Entry::backupBytes)
                .containsExactly(first.bytes(), second.bytes());
        assertThat(history.entries())
                .extracting(BackupHistory.Entry::time)
                .containsExactly(first.snapshotTime(), second.snapshotTime());
        assertThat(history.entries())
                .allSatisfy(entry -> assertThat(entry.database()).isEqualTo(database.name()))
                .allSatisfy(entry -> assertThat(entry.databaseBytes()).isPositive());
        Path file = root.resolve("history.csv");
        assertThat(Files.readAllLines(file))
                .hasSize(3)
                .startsWith("time,database,database_id,database_bytes,backup_bytes,rows,seconds,directory");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void theHistoryOutlivesItsBackups() {
        assertThat(plan().build().run().tables()).hasSize(2);
        assertThat(plan().build().run().tables()).hasSize(2);

        assertThat(RetentionPolicy.builder().keepLast(1).build().prune(root).leftAlone())
                .isEmpty();

        assertThat(Backup.list(root)).hasSize(1);
        assertThat(BackupHistory.of(root).entries()).hasSize(2);
    }

    @Test
    void aDamagedLineIsNamed() throws IOException {
        assertThat(plan().build().run().tables()).hasSize(2);
        Files.writeString(root.resolve("history.csv"), "2026,x\n", StandardOpenOption.APPEND);

        assertThat(plan().build().run().warnings())
                .containsExactly("the growth is not known: the line is not one of a history");
        assertThatThrownBy(() -> BackupHistory.of(root))
                .isInstanceOf(FormatException.class)
                .hasMessage("the line is not one of a history (file history.csv, line 3)\n"
                        + "Hint: remove the line; backups do not depend on this file");
    }

    @Test
    void aBackupThatCannotBeRememberedIsCompleteAndSaysSo() throws IOException {
        Files.createDirectory(root.resolve("history.csv"));

        BackupReport report = plan().build().run();

        assertThat(Backup.open(report.directory()).tables()).hasSize(2);
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .startsWith("the backup is not in history.csv: writing failed: ");
    }

    @Test
    void theShrinkGuardWarnsOrFails() {
        BackupReport good =
                plan().shrinkGuard(ShrinkGuard.failAbove(10)).build().run();
        database.execute("DELETE FROM protein WHERE id <= 10");
        assertThat(plan().shrinkGuard(ShrinkGuard.failAbove(10)).build().run().warnings())
                .isEmpty();
        database.execute("DELETE FROM protein WHERE id <= 50");

        assertThatThrownBy(() ->
                        plan().shrinkGuard(ShrinkGuard.failAbove(10)).build().run())
                .isInstanceOfSatisfying(
                        ConflictException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_SHRUNK))
                .hasMessage(
                        "tables lost more rows than the shrink guard allows: table public.protein had 90 rows and has 50\n"
                                + "Hint: if the rows were removed on purpose, run once without the shrink guard; if not, restore them"
                                + " from the last backup, which is untouched");
        assertThat(Backup.list(root)).hasSize(2).contains(Backup.open(good.directory()));
        assertThat(plan().shrinkGuard(ShrinkGuard.warnAbove(40)).build().run().warnings())
                .containsExactly("table public.protein had 90 rows and has 50");
        assertThatThrownBy(() -> ShrinkGuard.warnAbove(100))
                .hasMessage("percent must be at least 0 and less than 100: 100.0");
    }

    @Test
    void thePageIsSelfContained() throws IOException {
        assertThat(plan().build().run().tables()).hasSize(2);
        assertThat(plan().build().run().tables()).hasSize(2);
        Path page = root.resolve("report.html");

        BackupHistory.writePage(root, page);

        assertThat(Files.readString(page))
                .startsWith("<!DOCTYPE html>")
                .contains("public.protein", "public.&lt;b&gt;&amp;", "2 backups", "<svg ")
                .doesNotContain("http", "<script", "src=", "<b>");
        assertThat(Files.getPosixFilePermissions(page)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private BackupPlan.Builder plan() {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(Format.CSV.exporter())
                .to(root);
    }
}

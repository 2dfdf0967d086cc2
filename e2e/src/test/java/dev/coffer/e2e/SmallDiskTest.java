package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupHistory;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.ComparisonPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Proof;
import dev.coffer.backup.StorageException;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.SmallDisk;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F02: what lives with backups meets a disk that is full. */
class SmallDiskTest {
    private static TestDatabase database;

    @TempDir
    private static Path folder;

    private static Backup backup;

    @BeforeAll
    static void backUp() {
        database = TestServer.newest().createDatabase();
        database.execute(
                "CREATE TABLE protein (id int PRIMARY KEY, name text)",
                "INSERT INTO protein SELECT n, md5(n::text) || md5((-n)::text) FROM generate_series(1, 20000) n");
        backup = Backup.open(plan().incremental(Format.JSON.strategy())
                .to(folder)
                .build()
                .run()
                .directory());
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    private static BackupPlan.Builder plan() {
        return BackupPlan.builder().source(PostgresDatabase.of(database.uri())).export(Format.JSON.exporter());
    }

    private static String full(Object file) {
        return "the file system of the destination is full (file " + file
                + ")\nHint: free some space, or write to another folder; nothing of this run is kept";
    }

    /** Fails for want of room, and leaves nothing there. */
    private static void isFull(SmallDisk disk, ThrowingCallable work, String message) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL))
                .hasMessage(message);
        assertThat(disk.root()).isEmptyDirectory();
    }

    @Test
    @DisplayName("F02 a full disk ends an incremental backup, and nothing of it is left")
    void incrementalBackup() {
        try (SmallDisk disk = SmallDisk.mount("512k")) {
            BackupPlan plan =
                    plan().base(backup, Format.JSON.strategy()).to(disk.root()).build();

            isFull(disk, plan::run, full("complete_backup.json"));
        }
    }

    @Test
    @DisplayName("F02 a full disk ends a backup to CSV, and nothing of it is left, nor open")
    void csvBackup() {
        try (SmallDisk disk = SmallDisk.mount("512k")) {
            BackupPlan plan = BackupPlan.builder()
                    .source(PostgresDatabase.of(database.uri()))
                    .export(Format.CSV.exporter())
                    .to(disk.root())
                    .build();

            isFull(disk, plan::run, full("csv_exports/protein.csv"));
        }
    }

    @Test
    @DisplayName("F02 a full disk ends a copy, and nothing of it is left")
    void copy() {
        try (SmallDisk disk = SmallDisk.mount("512k")) {
            isFull(disk, () -> backup.copyTo(disk.root()), full("complete_backup.json"));
        }
    }

    @Test
    @DisplayName("F02 a full disk ends an archive, and nothing of it is left")
    void archive() {
        try (SmallDisk disk = SmallDisk.mount("512k")) {
            Path file = disk.root().resolve("b.tar.gz");

            isFull(disk, () -> backup.archiveTo(file), full(file));
        }
    }

    @Test
    @DisplayName("F02 a full disk ends the reading of an archive from a stream, and nothing of it is left")
    void archiveFromAStream() throws Exception {
        Path archive = backup.archiveTo(folder.resolve("whole.tar.gz"));
        try (SmallDisk disk = SmallDisk.mount("512k");
                InputStream in = Files.newInputStream(archive)) {
            assertThatThrownBy(() -> Backup.readFrom(in, disk.root()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageMatching("there is no room for a file of \\d+ bytes \\(file " + disk.root()
                            + "\\)\nHint: free some space there, or give another folder;"
                            + " java.io.tmpdir says where temporary files go");
            assertThat(disk.root()).isEmptyDirectory();
        }
    }

    @Test
    @DisplayName(
            "F02 a full disk where files wait for their turn ends a backup into a stream, and nothing is left there")
    void streamedBackup() {
        try (SmallDisk disk = SmallDisk.mount("512k")) {
            BackupPlan plan = plan().toStream(disk.root()).build();

            isFull(
                    disk,
                    () -> plan.writeTo(OutputStream.nullOutputStream(), ArchiveFormat.TAR_GZ),
                    full("complete_backup.json"));
        }
    }

    @Test
    @DisplayName("F02 a full disk for the details of a comparison is an error, and no half of them is left")
    void comparison() {
        try (SmallDisk disk = SmallDisk.mount("64k");
                TestDatabase empty = TestServer.newest().createDatabase()) {
            empty.execute("CREATE TABLE protein (id int PRIMARY KEY, name text)");
            ComparisonPlan plan = ComparisonPlan.builder()
                    .before(backup)
                    .after(PostgresDatabase.of(empty.uri()))
                    .strategy(Format.JSON.strategy())
                    .details(disk.root().resolve("details.csv"), ComparisonPlan.Details.CSV)
                    .build();

            isFull(disk, plan::run, full(disk.root().resolve("details.csv")));
        }
    }

    @Test
    @DisplayName("F02 a full disk for temporary files ends what needs them, and nothing of it is left there")
    void temporaryFiles() {
        Path archive = backup.archiveTo(folder.resolve("archived.tar.gz"));
        try (SmallDisk disk = SmallDisk.mount("512k")) {
            assertThat(shell(disk, "compare", backup.directory().toString(), "--database", "env:LIVE_URL"))
                    .contains("coffer: there is no room for temporary files (file " + disk.root())
                    .contains("java.io.tmpdir");
            assertThat(shell(disk, "verify", archive.toString()))
                    .contains("coffer: there is no room for a file of ", " bytes (file " + disk.root())
                    .contains("java.io.tmpdir");
        }
    }

    /** What a command that fails says where this disk takes its temporary files. */
    private static String shell(SmallDisk disk, String... arguments) {
        ProcessBuilder builder = Shell.builder(Map.of("LIVE_URL", database.uri()), arguments);
        builder.command().add(1, "-Djava.io.tmpdir=" + disk.root());
        ToolResult result = ClientTools.run(InputStream.nullInputStream(), builder);
        assertThat(result.exitCode()).as(result.errors()).isEqualTo(1);
        assertThat(disk.root()).isEmptyDirectory();
        return result.errors();
    }

    @Test
    @DisplayName("F02 a full disk takes no proof and no page, and the backup on it stays whole")
    void proofAndPage() {
        try (SmallDisk disk = SmallDisk.mount("8m")) {
            Backup there = backup.copyTo(disk.root());
            disk.fill();
            Proof proof = new Proof(Proof.Kind.VERIFICATION, Instant.now(), "", 0, 0, Duration.ZERO);

            assertThatThrownBy(() -> there.leaveProof(proof))
                    .isInstanceOf(StorageException.class)
                    .hasMessage(full(disk.root().resolve(there.directory().getFileName() + ".proof.txt")));
            assertThatThrownBy(() ->
                            BackupHistory.writePage(disk.root(), disk.root().resolve("report.html")))
                    .isInstanceOf(StorageException.class)
                    .hasMessage(full(disk.root().resolve("report.html")));
            assertThat(there.proof()).isEmpty();
            assertThat(there.verify(Format.JSON.strategy()).isSound()).isTrue();
        }
    }

    @Test
    @DisplayName("F02 a full disk under the history: the backup is complete, says so, and leaves no half line there")
    void history(@TempDir Path root) throws Exception {
        try (SmallDisk disk = SmallDisk.mount("64k")) {
            Path real = disk.root().resolve(BackupHistory.FILE);
            assertThat(plan().to(root).build().run().directory()).isDirectory();
            String line = Files.readString(root.resolve(BackupHistory.FILE));
            // The next line would begin in the last bytes that the file has, and end where there are none.
            String rest = line.substring(line.indexOf('\n') + 1);
            Files.writeString(real, line + rest.repeat((4096 - line.length()) / rest.length()));
            String before = Files.readString(real);
            disk.fill();
            Files.delete(root.resolve(BackupHistory.FILE));
            try (SmallDisk.Shown shown = disk.show(real, root.resolve(BackupHistory.FILE))) {
                assertThat(shown).isNotNull();
                BackupReport report = plan().to(root).build().run();

                assertThat(report.warnings())
                        .containsExactly(
                                "the backup is not in history.csv: the file system of the destination is full");
                assertThat(report.growth()).isEmpty();
                assertThat(Backup.open(report.directory())
                                .verify(Format.JSON.strategy())
                                .isSound())
                        .isTrue();
                assertThat(root.resolve(BackupHistory.FILE)).hasContent(before);
            }
        }
    }
}

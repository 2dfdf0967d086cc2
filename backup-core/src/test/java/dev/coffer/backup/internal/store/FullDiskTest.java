package dev.coffer.backup.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.StorageException;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.testsupport.SmallDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FullDiskTest {
    private static final int MEGABYTE = 1024 * 1024;
    private static final String HINT =
            "\nHint: free some space, or write to another folder; nothing of this run is kept";

    @Test
    @DisplayName("F02 a full file system in memory is named, and nothing is left on it")
    void f02AFullMemoryDiskIsNamed() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(
                Configuration.unix().toBuilder().setMaxSize(MEGABYTE).build())) {
            Path root = memory.getPath("/work");
            try (BackupWriter writer = BackupWriter.create(root, "sample", Samples.NOW);
                    OutputStream file = writer.file("csv_exports/big.csv", "csv")) {
                isFull(() -> file.write(new byte[2 * MEGABYTE]), "csv_exports/big.csv");
            }
            assertThat(root).isEmptyDirectory();
        }
    }

    /** On a real file system of one megabyte. */
    @Nested
    class Mounted {
        private @Nullable SmallDisk disk;
        private Path root;
        private Path old;
        private List<Path> before;

        @BeforeEach
        void mount() throws Exception {
            disk = SmallDisk.mount("1m");
            root = disk.root();
            old = Samples.backup(root, Samples.NOW.minusSeconds(60), Compression.NONE, "");
            before = all();
        }

        @AfterEach
        void unmount() {
            if (disk != null) {
                disk.close();
            }
        }

        private List<Path> all() throws IOException {
            try (Stream<Path> files = Files.walk(root)) {
                return files.sorted().toList();
            }
        }

        private void onlyTheOldBackupIsThere() throws IOException {
            assertThat(all()).isEqualTo(before);
            assertThat(BackupFiles.list(root))
                    .extracting(BackupFiles::directory)
                    .containsExactly(old);
            assertThat(BackupFiles.open(old).verify(List.of("json", "csv"))).isEqualTo("manifest, SHA-256 of 5 files");
        }

        @Test
        @DisplayName("F02 a disk that is full during the data: the backups before stay as they are")
        void f02FullDuringData() throws IOException {
            try (BackupWriter writer = BackupWriter.create(root, "sample", Samples.NOW);
                    OutputStream file = writer.file("csv_exports/big.csv", "csv")) {
                isFull(() -> file.write(new byte[2 * MEGABYTE]), "csv_exports/big.csv");
            }
            onlyTheOldBackupIsThere();
        }

        @Test
        @DisplayName("F02 a disk that is full when a file is completed: the file counts for nothing")
        void f02FullAtTheEndOfAFile() throws IOException {
            try (BackupWriter writer = BackupWriter.create(root, "sample", Samples.NOW)) {
                OutputStream file = writer.file("csv_exports/big.csv", "csv");
                file.write(new byte[30_000]);
                disk.fill();
                isFull(file::close, "csv_exports/big.csv");
                assertThat(writer.files()).isEmpty();
            } finally {
                Files.deleteIfExists(root.resolve("filler"));
            }
            onlyTheOldBackupIsThere();
        }

        @Test
        @DisplayName("F02 a disk that is full where pieces wait for their turn")
        void f02FullInTheSpool() throws IOException {
            try (BackupWriter writer = BackupWriter.create(root, "sample", Samples.NOW);
                    PiecedFile file = writer.piecedFile(
                            "all.json", "json", Compression.NONE, new byte[0], Samples.TABLES, Samples::framing);
                    OutputStream later = file.piece(Samples.TABLES.get(2), 0)) {
                isFull(() -> later.write(new byte[2 * MEGABYTE]), "the spool");
            } catch (dev.coffer.backup.CancelledException e) {
                // From closing the piece: the failure before it is the one that counts.
                assertThat(e).hasMessage("writing stopped because another part of the backup failed");
            }
            onlyTheOldBackupIsThere();
        }

        @Test
        @DisplayName("F02 a disk that is full during the manifest: no backup")
        void f02FullDuringTheManifest() throws IOException {
            try (BackupWriter writer = BackupWriter.create(root, "sample", Samples.NOW)) {
                Samples.write(writer, Compression.NONE, "");
                Manifest manifest = Samples.manifest(writer, Samples.NOW);
                disk.fill();
                isFull(() -> writer.commit(manifest), "manifest.json");
            } finally {
                Files.deleteIfExists(root.resolve("filler"));
            }
            onlyTheOldBackupIsThere();
        }

        @Test
        void f02NoMoreFiles() throws IOException {
            try (BackupWriter writer = BackupWriter.create(root, "sample", Samples.NOW)) {
                int[] made = {0};
                isFull(
                        () -> {
                            while (true) {
                                writer.file("csv_exports/t" + made[0], "csv").close();
                                made[0]++;
                            }
                        },
                        null);
                assertThat(made[0]).isBetween(10, 63);
            }
            onlyTheOldBackupIsThere();
        }

        @Test
        void f13AReadOnlyFileSystemIsNotWritable() throws Exception {
            disk.makeReadOnly();

            assertThatThrownBy(() -> BackupWriter.create(root, "sample", Samples.NOW))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_WRITABLE))
                    .hasMessageStartingWith("no folder can be made for the backup: ")
                    .hasMessageEndingWith(
                            " (file " + root + ")\nHint: give a folder that this user may write to with to(…)");
            onlyTheOldBackupIsThere();
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void isFull(Attempt attempt, String file) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL);
            assertThat(e)
                    .hasMessage("the file system of the destination is full (file "
                            + (file == null ? e.where().file() : file) + ")" + HINT);
        });
    }
}

package dev.coffer.backup.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.IntegrityException;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.StorageException;
import dev.coffer.backup.spi.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @EnumSource
    void anArchiveOpensAndExtractsToTheSameFiles(ArchiveFormat format) throws IOException {
        Path directory = Samples.backup(root, Samples.NOW, Compression.GZIP, "");
        Path archive = root.resolve("a" + format.suffix());
        assertThat(Backup.open(directory).archiveTo(archive)).isEqualTo(archive);
        Backup opened = Backup.open(archive);
        assertThat(opened.isArchive()).isTrue();
        assertThat(opened.directory()).isEqualTo(archive);
        assertThat(opened.contents()).isEqualTo(Backup.open(directory).contents());
        Backup copied = opened.copyTo(root.resolve("elsewhere"));
        assertThat(copied.directory()).isEqualTo(root.resolve("elsewhere").resolve(directory.getFileName()));
        assertSameFiles(directory, copied.directory());
    }

    @Test
    void theSameBackupGivesTheSameBytes() throws IOException {
        Backup backup = Backup.open(Samples.backup(root));
        byte[] first = Files.readAllBytes(backup.archiveTo(root.resolve("1.tar.gz")));
        assertThat(Files.readAllBytes(backup.archiveTo(root.resolve("2.tgz")))).isEqualTo(first);
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        backup.writeTo(streamed, ArchiveFormat.TAR_GZ);
        assertThat(streamed.toByteArray()).isEqualTo(first);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("F41 archives, and what is extracted from them, are the owner's alone")
    void f41Permissions() throws IOException {
        Backup backup = Backup.open(Samples.backup(root));
        Path archive = backup.archiveTo(root.resolve("a.tar.gz"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-------");
        try (Unpacked unpacked = ArchivedBackup.open(archive).unpack();
                Stream<Path> files = Files.walk(unpacked.files().directory().getParent())) {
            Set<String> permissions = new TreeSet<>();
            for (Path path : files.toList()) {
                permissions.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
            assertThat(permissions).containsExactly("rw-------", "rwx------");
        }
    }

    @Test
    void whatWasExtractedForAWhileIsRemoved() {
        Path archive = Backup.open(Samples.backup(root)).archiveTo(root.resolve("a.tar.gz"));
        Path extracted;
        try (Unpacked unpacked = ArchivedBackup.open(archive).unpack()) {
            extracted = unpacked.files().directory();
            assertThat(extracted.resolve("manifest.json")).exists();
        }
        assertThat(extracted).doesNotExist();
        assertThat(extracted.getParent()).doesNotExist();
    }

    @Test
    void readsAStreamAndLeavesItOpen() throws IOException {
        Path directory = Samples.backup(root);
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        Backup.open(directory).writeTo(out, ArchiveFormat.TAR_ZST);
        ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray()) {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        Backup read = Backup.readFrom(in, root.resolve("read"));
        assertSameFiles(directory, read.directory());
        assertThat(Backup.list(root.resolve("read"))).containsExactly(read);
    }

    @Test
    void readsWhatTarMakesOfTheFolderInAnyOrder() throws IOException {
        Path directory = Samples.backup(root);
        for (String top : List.of("top/", "./")) {
            byte[] archive = Tar.of(tar -> {
                tar.file(top + "manifest.json", Files.readAllBytes(directory.resolve("manifest.json")));
                List<Manifest.File> files =
                        new ArrayList<>(BackupFiles.open(directory).manifest().files());
                Collections.reverse(files);
                for (Manifest.File file : files) {
                    tar.file(top + file.name(), Files.readAllBytes(directory.resolve(file.name())));
                }
            });
            assertSameFiles(
                    directory,
                    Backup.readFrom(new ByteArrayInputStream(archive), root.resolve("read"))
                            .directory());
        }
    }

    @Test
    @DisplayName("F16 a damaged backup gives no archive")
    void f16DamagedBackup() throws IOException {
        Path directory = Samples.backup(root);
        Backup backup = Backup.open(directory);
        Path file = directory.resolve("complete_backup.json");
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> backup.archiveTo(root.resolve("a.tar.gz")))
                .isInstanceOf(IntegrityException.class)
                .hasMessage("the file does not have the SHA-256 that the manifest gives (file complete_backup.json)\n"
                        + "Hint: it was damaged or changed; restore from another backup, or, to load a file that was edited,"
                        + " copy it out of the backup first");
        assertThatThrownBy(() -> backup.copyTo(root.resolve("copy"))).isInstanceOf(IntegrityException.class);
        assertThat(Backup.list(root.resolve("copy"))).isEmpty();
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).containsExactlyInAnyOrder(directory, root.resolve("copy"));
        }
    }

    @Test
    void refusesANameThatIsTakenOrSaysNothing() throws IOException {
        Backup backup = Backup.open(Samples.backup(root));
        Path taken = Files.writeString(root.resolve("a.tar.gz"), "mine");
        assertThatThrownBy(() -> backup.archiveTo(taken))
                .isInstanceOf(StorageException.class)
                .hasMessage("there is a file of that name (file " + taken
                        + ")\nHint: give the archive another name, or remove that file");
        assertThat(taken).hasContent("mine");
        assertThatThrownBy(() -> backup.archiveTo(root.resolve("a.zip")))
                .isInstanceOf(PlanException.class)
                .hasMessage("the name of the archive does not say its format (file " + root.resolve("a.zip")
                        + ")\nHint: let it end in .tar.gz or .tar.zst");
    }

    @Test
    @DisplayName("F14 a sink that fails is told as it is")
    void f14FailingSink() {
        Backup backup = Backup.open(Samples.backup(root));
        assertThatThrownBy(() -> backup.writeTo(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("the sink is full");
                            }
                        },
                        ArchiveFormat.TAR_GZ))
                .isInstanceOf(IOException.class)
                .hasMessage("the sink is full");
    }

    @Test
    void copiesToAnyFileSystemAndBack() throws IOException {
        Path directory = Samples.backup(root, Samples.NOW, Compression.GZIP, "");
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path bucket = memory.getPath("/bucket/backups");
            Backup copy = Backup.open(directory).copyTo(bucket);
            assertThat(Backup.list(bucket)).containsExactly(copy);
            assertSameFiles(directory, copy.directory());
            Path archive = copy.archiveTo(memory.getPath("/bucket/a.tar.gz"));
            assertSameFiles(
                    directory, Backup.open(archive).copyTo(root.resolve("back")).directory());
            try (var in = Files.newInputStream(archive)) {
                assertSameFiles(directory, Backup.readFrom(in, bucket).directory());
            }
            assertThat(Backup.list(bucket)).hasSize(2);
        }
    }

    @Test
    @DisplayName("F14 a file that did not arrive whole is sent again")
    void f14SentAgain() throws IOException {
        Path directory = Samples.backup(root);
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            List<Path> damaged = new ArrayList<>();
            Path copy = BackupCopy.of(BackupFiles.open(directory), memory.getPath("/bucket"), file -> {
                if (damaged.size() < 2 && file.endsWith("complete_backup.json")) {
                    byte[] bytes = Files.readAllBytes(file);
                    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1 - damaged.size()));
                    damaged.add(file);
                }
                return Files.newInputStream(file);
            });
            assertThat(damaged).hasSize(2);
            assertSameFiles(directory, copy);
        }
    }

    @Test
    @DisplayName("F14 a destination that keeps losing bytes gets no manifest, and keeps nothing")
    void f14NeverArrives() throws IOException {
        Path directory = Samples.backup(root);
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path bucket = memory.getPath("/bucket");
            List<Path> damaged = new ArrayList<>();
            assertThatThrownBy(() -> BackupCopy.of(BackupFiles.open(directory), bucket, file -> {
                        if (file.endsWith("complete_backup.json")) {
                            byte[] bytes = Files.readAllBytes(file);
                            bytes[0] ^= 1;
                            Files.write(file, bytes);
                            damaged.add(file);
                        }
                        return Files.newInputStream(file);
                    }))
                    .isInstanceOf(StorageException.class)
                    .hasMessage("the copy of the file is not what was sent (file complete_backup.json)\n"
                            + "Hint: check the connection to the destination and its disk, and copy again");
            assertThat(damaged).hasSize(3);
            assertThat(Backup.list(bucket)).isEmpty();
            try (Stream<Path> left = Files.list(bucket)) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("F40 an archive that is a link, or was swapped for another")
    void f40Swapped() throws IOException {
        Path archive = Backup.open(Samples.backup(root)).archiveTo(root.resolve("a.tar.gz"));
        Path link = Files.createSymbolicLink(root.resolve("link.tar.gz"), archive);
        assertThatThrownBy(() -> Backup.open(link)).isInstanceOf(BackupException.class);
        ArchivedBackup opened = ArchivedBackup.open(archive);
        Files.delete(archive);
        Backup.open(Samples.backup(root, Samples.NOW, Compression.NONE, "other"))
                .archiveTo(archive);
        assertThatThrownBy(opened::unpack)
                .isInstanceOf(IntegrityException.class)
                .extracting(e -> ((BackupException) e).code())
                .isEqualTo(ErrorCode.UNSAFE_PATH);
    }

    private static void assertSameFiles(Path expected, Path found) throws IOException {
        for (Manifest.File file : BackupFiles.open(expected).manifest().files()) {
            assertThat(Files.readAllBytes(found.resolve(file.name())))
                    .as(file.name())
                    .isEqualTo(Files.readAllBytes(expected.resolve(file.name())));
        }
        assertThat(Files.readAllBytes(found.resolve("manifest.json")))
                .isEqualTo(Files.readAllBytes(expected.resolve("manifest.json")));
        assertThat(BackupFiles.open(found).verify(List.of("json", "csv"))).startsWith("manifest, SHA-256 of ");
    }
}

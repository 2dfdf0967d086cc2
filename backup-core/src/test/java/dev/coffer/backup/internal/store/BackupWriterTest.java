package dev.coffer.backup.internal.store;

import static dev.coffer.backup.internal.store.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.StorageException;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackupWriterTest {

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenComesBack(Disk disk) throws IOException {
        try (Disk.Root root = disk.root()) {
            Path directory = Samples.backup(root.path());

            BackupFiles read = BackupFiles.open(directory);

            assertThat(read.manifest())
                    .isEqualTo(Samples.manifest(read.manifest().files(), Samples.NOW));
            assertThat(read.manifest().files())
                    .extracting(Manifest.File::name)
                    .containsExactly(
                            "complete_backup.json",
                            "csv_exports/Users~" + usersSuffix() + ".csv",
                            "csv_exports/legacy.rental.csv",
                            "csv_exports/proteins.csv",
                            "schema.json");
            assertThat(read.verify(List.of("json", "csv"))).isEqualTo("manifest, SHA-256 of 5 files");
            assertThat(read.verify(List.of("csv"))).isEqualTo("manifest, SHA-256 of 4 files");
            assertThat(read.bytes("schema.json")).isEqualTo(utf8("{\"mark\": \"\"}\n"));
            assertThat(BackupFiles.list(root.path()))
                    .extracting(BackupFiles::directory)
                    .containsExactly(directory);
        }
    }

    private static String usersSuffix() {
        String name = FileNames.of(Samples.TABLES.get(1).name());
        return name.substring(name.indexOf('~') + 1);
    }

    @ParameterizedTest
    @EnumSource
    void tablesComeBackFromSharedAndOwnFiles(Disk disk) throws IOException {
        for (Compression compression : Compression.values()) {
            try (Disk.Root root = disk.root()) {
                BackupFiles read = BackupFiles.open(Samples.backup(root.path(), Samples.NOW, compression, "!"));

                for (TableData table : Samples.TABLES) {
                    String name = table.name().name();
                    String rows = table.parts() == 2 ? name + "0!," + name + "1!" : name + "0!";
                    for (String format : List.of("json", "csv")) {
                        try (InputStream in = read.openTable(table.index(), format)) {
                            assertThat(in).hasBinaryContent(utf8("<" + name + ">" + rows + "</" + name + ">"));
                        }
                    }
                }
                assertThat(read.verify(List.of("json", "csv"))).isEqualTo("manifest, SHA-256 of 5 files");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftOfWhatWasNotCommitted(Disk disk) throws IOException {
        try (Disk.Root root = disk.root()) {
            try (BackupWriter writer = BackupWriter.create(root.path(), "sample", Samples.NOW)) {
                Samples.write(writer, Compression.GZIP, "");
                assertThat(BackupFiles.list(root.path())).isEmpty();
            }

            try (var left = Files.list(root.path())) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void f41EverythingIsNarrowWhileItIsWrittenAndAfterwards() throws IOException {
        try (Disk.Root root = Disk.LOCAL.root();
                BackupWriter writer = BackupWriter.create(root.path(), "sample", Samples.NOW)) {
            PiecedFile file = writer.piecedFile(
                    "json_exports/all.json", "json", Compression.NONE, new byte[0], Samples.TABLES, Samples::framing);
            OutputStream waiting = file.piece(Samples.TABLES.get(2), 0);
            waiting.write(new byte[200_000]);

            assertThat(permissions(root.path()))
                    .containsOnly(
                            entry("sample_2025-10-12_141656.partial", "rwx------"),
                            entry("sample_2025-10-12_141656.partial/.lock", "rw-------"),
                            entry("sample_2025-10-12_141656.partial/.spool", "rwx------"),
                            entry("sample_2025-10-12_141656.partial/.spool/0", "rw-------"),
                            entry("sample_2025-10-12_141656.partial/json_exports", "rwx------"),
                            entry("sample_2025-10-12_141656.partial/json_exports/all.json", "rw-------"));

            waiting.close();
            Samples.piece(file, Samples.TABLES.get(0), 0, "x");
            Samples.piece(file, Samples.TABLES.get(0), 1, "x");
            Samples.piece(file, Samples.TABLES.get(1), 0, "x");
            file.finish((out, sha256) -> {});
            assertThat(writer.commit(Samples.manifest(writer, Samples.NOW)))
                    .isEqualTo(root.path().resolve("sample_2025-10-12_141656"));

            assertThat(writer.warnings()).isEmpty();
            assertThat(permissions(root.path()))
                    .containsOnly(
                            entry("sample_2025-10-12_141656", "rwx------"),
                            entry("sample_2025-10-12_141656/manifest.json", "rw-------"),
                            entry("sample_2025-10-12_141656/json_exports", "rwx------"),
                            entry("sample_2025-10-12_141656/json_exports/all.json", "rw-------"));
        }
    }

    private static Map<String, String> permissions(Path root) throws IOException {
        Map<String, String> permissions = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(found -> !found.equals(root)).toList()) {
                permissions.put(
                        root.relativize(path).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
        }
        return permissions;
    }

    @Test
    void f41AFolderThatEverybodyMayWriteToIsNamed() throws IOException {
        try (Disk.Root root = Disk.LOCAL.root()) {
            Files.setPosixFilePermissions(root.path(), PosixFilePermissions.fromString("rwxrwxrwx"));

            try (BackupWriter writer = BackupWriter.create(root.path(), "sample", Samples.NOW)) {
                assertThat(writer.warnings())
                        .containsExactly(
                                "the folder " + root.path() + " can be written to by every user of this machine:"
                                        + " somebody else could put a backup there");
            }
        }
    }

    @Test
    void f41AFileSystemWithoutPermissionsIsNamed() throws IOException {
        try (Disk.Root root = Disk.MEMORY_WINDOWS.root();
                BackupWriter writer = BackupWriter.create(root.path(), "sample", Samples.NOW)) {
            assertThat(writer.warnings())
                    .singleElement()
                    .asString()
                    .matches("permissions not set: the file system of sample_2025-10-12_141656_[0-9a-f]{8} has none, so"
                            + " whoever may read the folder around it may read the backup");
        }
    }

    @Test
    void namesThatNoBackupMayHaveAreMistakesOfTheFormat() throws IOException {
        try (Disk.Root root = Disk.LOCAL.root();
                BackupWriter writer = BackupWriter.create(root.path(), "sample", Samples.NOW)) {
            for (String name : List.of("../x", "/x", "manifest.json", ".lock", "a\nb")) {
                assertThatThrownBy(() -> writer.file(name, "csv"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("not a name for a file of a backup: " + name.replace("\n", "\\u{A}"));
            }
        }
    }

    @Test
    void twoFormatsCannotWriteTheSameFile() throws IOException {
        try (Disk.Root root = Disk.LOCAL.root();
                BackupWriter writer = BackupWriter.create(root.path(), "sample", Samples.NOW)) {
            writer.file("exports/data", "csv").close();

            assertThatThrownBy(() -> writer.file("exports/data", "json"))
                    .isInstanceOf(StorageException.class)
                    .hasMessage("two formats write a file of the same name (file exports/data)\n"
                            + "Hint: leave one of the two formats out of the plan");
        }
    }

    @Test
    void onlyWhatIsWholeCanBeCommitted() throws IOException {
        try (Disk.Root root = Disk.LOCAL.root();
                BackupWriter writer = BackupWriter.create(root.path(), "sample", Samples.NOW)) {
            OutputStream open = writer.file("data", "csv");
            assertThatThrownBy(() -> writer.commit(Samples.manifest(writer, Samples.NOW)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the file data is not complete");

            open.close();
            assertThatThrownBy(() -> writer.commit(Samples.manifest(List.of(), Samples.NOW)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the manifest does not name the files that were written");

            writer.commit(Samples.manifest(writer, Samples.NOW));
            assertThatThrownBy(() -> writer.commit(Samples.manifest(writer, Samples.NOW)))
                    .isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void anInterruptedThreadCommitsNothingAndLeavesNothing() throws IOException {
        try (Disk.Root root = Disk.LOCAL.root()) {
            try (BackupWriter writer = BackupWriter.create(root.path(), "sample", Samples.NOW)) {
                Samples.write(writer, Compression.NONE, "");
                Manifest manifest = Samples.manifest(writer, Samples.NOW);
                Thread.currentThread().interrupt();

                assertThatThrownBy(() -> writer.commit(manifest))
                        .isInstanceOf(CancelledException.class)
                        .hasMessage("the thread was interrupted\nHint: run it again; nothing of this run is kept");
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(root.path()).isEmptyDirectory();
        }
    }

    @Test
    void aRootThatIsAFileIsNotWritable() throws IOException {
        try (Disk.Root root = Disk.LOCAL.root()) {
            Path file = Files.writeString(root.path().resolve("file"), "x");
            assertThatThrownBy(() -> BackupWriter.create(file, "sample", Samples.NOW))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_WRITABLE))
                    .hasMessage("no folder can be made for the backup: a file stands where a folder is needed (file "
                            + file + ")\nHint: give a folder that this user may write to with to(…)");
        }
    }

    @Test
    void f13APathThatIsTooLongIsNotWritable() throws IOException {
        try (Disk.Root root = Disk.LOCAL.root()) {
            Path wrong = root.path().resolve("x".repeat(300));

            assertThatThrownBy(() -> BackupWriter.create(wrong, "sample", Samples.NOW))
                    .isInstanceOf(StorageException.class)
                    .hasMessageStartingWith("no folder can be made for the backup: ")
                    .hasMessageEndingWith(
                            " (file " + wrong + ")\nHint: give a folder that this user may write to with to(…)");
        }
    }

    @Test
    void aRootBehindALinkServes() throws IOException {
        try (Disk.Root root = Disk.LOCAL.root()) {
            Path real = Files.createDirectory(root.path().resolve("real"));
            Path link = Files.createSymbolicLink(root.path().resolve("link"), real);

            Path directory = Samples.backup(link);

            assertThat(BackupFiles.open(directory).verify(List.of("json"))).isEqualTo("manifest, SHA-256 of 2 files");
        }
    }

    @Test
    void whatCannotBeRemovedDoesNotHideTheFirstFailure() throws IOException {
        Disk.Root root = Disk.MEMORY_UNIX.root();

        assertThatThrownBy(() -> {
                    try (BackupWriter writer = BackupWriter.create(root.path(), "sample", Samples.NOW)) {
                        writer.file("data", "csv").close();
                        root.close();
                        throw new IllegalStateException("the first failure");
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the first failure")
                .hasNoSuppressedExceptions();
    }
}

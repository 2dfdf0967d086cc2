package dev.coffer.backup.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatException;
import dev.coffer.backup.IntegrityException;
import dev.coffer.backup.StorageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F39: an archive may come from anybody. Opening and extracting refuse alike, and nothing is left. */
class HostileArchiveTest {
    private static final String NOT_OURS = "\nHint: this was not written by Coffer; do not open it";
    private static final String ODD = "the archive holds something that is neither a file nor a folder (file ";
    private static final String BESIDE = "the archive holds something beside the folder of the backup (file ";
    private static final String OUTSIDE =
            "the archive names a file outside of itself, or one that no backup has (file ";
    private static final byte[] CONTENT = "x".getBytes(UTF_8);

    @TempDir
    Path folder;

    private Path backup = Path.of("");

    @BeforeEach
    void takeABackup() {
        backup = Samples.backup(folder.resolve("source"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "top/../outside",
                "../outside",
                "top/a/../../outside",
                "/outside",
                "top//outside",
                "C:\\outside",
                "C:/outside",
                "top/C:outside",
                "top\\outside",
                "top/a\\..\\outside",
                "top/./outside",
                "top/a\nb",
                "top/..",
                "\\\\host\\share\\outside"
            })
    @DisplayName("F39 a name that leads outside, or that no file system of ours would take")
    void f39Names(String name) throws IOException {
        refuse(Tar.of(backup, tar -> tar.file(name, CONTENT)), OUTSIDE + shown(name) + ")" + NOT_OURS);
        assertThat(Files.list(folder)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"topple/outside", "to/outside", "Top/outside", "outside"})
    @DisplayName("F39 a folder whose name only begins like the backup's, and anything else beside it")
    void f39PartialPrefix(String name) throws IOException {
        byte[] archive = Tar.of(backup, tar -> {
            tar.file("top/statistics.txt", CONTENT);
            tar.file(name, CONTENT);
        });
        refuse(archive, BESIDE + name + ")" + NOT_OURS);
    }

    @Test
    @DisplayName("F39 a symbolic link, and a file that is written through it")
    void f39SymbolicLink() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        byte[] archive = Tar.of(backup, tar -> {
            tar.special("top/csv_exports", TarConstants.LF_SYMLINK, outside.toString());
            tar.file("top/csv_exports/evil.csv", CONTENT);
        });
        refuse(archive, ODD + "top/csv_exports)" + NOT_OURS);
        assertThat(Files.list(outside)).isEmpty();
    }

    @Test
    @DisplayName("F39 a hard link, and a file that is written through it")
    void f39HardLink() throws IOException {
        Path victim = Files.write(folder.resolve("victim"), "mine".getBytes(UTF_8));
        byte[] archive = Tar.of(backup, tar -> {
            tar.special("top/statistics.txt", TarConstants.LF_LINK, victim.toString());
            tar.file("top/statistics.txt", CONTENT);
        });
        refuse(archive, ODD + "top/statistics.txt)" + NOT_OURS);
        assertThat(victim).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO, TarConstants.LF_CONTIG, '?'})
    @DisplayName("F39 devices, pipes and kinds that nobody knows")
    void f39Devices(byte kind) throws IOException {
        refuse(Tar.of(backup, tar -> tar.special("top/null", kind, "")), ODD + "top/null)" + NOT_OURS);
    }

    @Test
    @DisplayName("F39 a sparse file, of old GNU tar and as an extended header says it is a gigabyte")
    void f39Sparse() throws IOException {
        refuse(
                Tar.of(backup, tar -> tar.special("top/huge", TarConstants.LF_GNUTYPE_SPARSE, "")),
                ODD + "top/huge)" + NOT_OURS);
        byte[] extended = Tar.of(backup, tar -> tar.sparse("top/huge"));
        assertThatThrownBy(() -> Backup.open(file(extended))).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> Backup.readFrom(new ByteArrayInputStream(extended), folder.resolve("into")))
                .isInstanceOf(FormatException.class);
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"top/statistics.txt", "top/Statistics.TXT", "top/manifest.json"})
    @DisplayName("F39 a file twice, also where the names differ in case only")
    void f39Duplicates(String name) throws IOException {
        byte[] archive = Tar.of(backup, tar -> {
            tar.file("top/statistics.txt", CONTENT);
            tar.file(name, CONTENT);
        });
        assertThatThrownBy(() -> Backup.open(file(archive)))
                .isInstanceOf(IntegrityException.class)
                .hasMessageStartingWith("the archive holds a file twice (file top/")
                .hasMessageEndingWith(NOT_OURS);
    }

    @Test
    @DisplayName("F39 a long name in an extended header is read, and refused because the manifest does not have it")
    void f39LongNames() throws IOException {
        String longName = "csv_exports/" + "a".repeat(200) + ".csv";
        refuse(
                Tar.of(backup, tar -> tar.file("top/" + longName, CONTENT)),
                "the archive holds something that the manifest does not name (file " + longName
                        + ")\nHint: make the archive of the backup alone, without other files");
    }

    @Test
    @DisplayName("F39 a header that is longer than memory should have to hold")
    void f39LongHeader() throws IOException {
        refuse(
                Tar.of(tar -> tar.header(1 << 19)),
                "the archive has headers that are longer than any backup needs\nHint: do not open it, if it is not yours;"
                        + " else extract it with tar and open the folder");
    }

    @Test
    @DisplayName("F39 a bomb: an archive that grows to more than 500 times its size")
    void f39Bomb() throws IOException {
        byte[] bomb = Tar.of(tar -> tar.zeros("top/zeros", 100L << 20));
        assertThat(bomb.length).isLessThan(200 << 10);
        refuse(
                bomb,
                "the archive grows to more than 500 times its size\nHint: do not open it, if it is not yours; else extract"
                        + " it with tar and open the folder");
    }

    @Test
    @DisplayName("F39 a file larger than the disk is refused before its first byte")
    void f39LargerThanTheDisk() {
        byte[] archive = Tar.of(tar -> tar.promise("top/statistics.txt", 1L << 50));
        assertThatThrownBy(() -> Backup.readFrom(new ByteArrayInputStream(archive), folder.resolve("into")))
                .isInstanceOf(StorageException.class)
                .hasMessage("there is no room for a file of 1125899906842624 bytes (file " + folder.resolve("into")
                        + ")\nHint: free some space there, or give another folder; java.io.tmpdir says where temporary files"
                        + " go")
                .extracting(e -> ((BackupException) e).code())
                .isEqualTo(ErrorCode.DISK_FULL);
    }

    @Test
    @DisplayName("F18 something behind the end of the archive, or of its compression")
    void f18Garbage() throws IOException {
        byte[] whole = Tar.of(backup, tar -> {});
        refuse(joined(whole, "garbage".getBytes(UTF_8)), damaged("it cannot be read"));
        refuse(joined(whole, gzip("garbage".getBytes(UTF_8))), damaged("something follows its end"));
        refuse(joined(whole, whole), damaged("something follows its end"));
    }

    private static String damaged(String why) {
        return "the archive is damaged or cut off: " + why + "\nHint: fetch it again, or use another backup";
    }

    @Test
    @DisplayName("F15 an archive that is cut anywhere is none")
    void f15Cut() throws IOException {
        byte[] whole = Tar.of(backup, tar -> {});
        for (int length = 1; length < whole.length; length += Math.max(1, whole.length / 97)) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Backup.open(file(cut)))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(BackupException.class);
            assertThatThrownBy(() -> Backup.readFrom(new ByteArrayInputStream(cut), folder.resolve("into")))
                    .isInstanceOf(BackupException.class);
            assertNothingLeft();
        }
        assertThat(Backup.open(file(whole)).contents()).hasSize(5);
    }

    @Test
    @DisplayName("F16 a flipped bit anywhere in the archive is found, or changes nothing that counts")
    void f16FlippedBits() throws IOException {
        byte[] whole = Tar.of(backup, tar -> {});
        Object expected = BackupFiles.open(backup).manifest();
        int found = 0;
        for (int at = 0; at < whole.length; at += 3) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << (at % 8));
            try {
                // In the header of gzip, and in a folder's time, it is no damage.
                assertThat(BackupFiles.openAny(file(flipped)).manifest()).isEqualTo(expected);
            } catch (BackupException e) {
                found++;
            }
        }
        assertThat(found).isGreaterThan(whole.length / 3 - 20);
    }

    @Test
    @DisplayName("F17 files missing from the archive, and files of another backup")
    void f17MissingAndSwapped() throws IOException {
        List<Manifest.File> files = BackupFiles.open(backup).manifest().files();
        for (Manifest.File left : files) {
            byte[] archive = Tar.of(tar -> {
                for (Manifest.File file : files) {
                    if (file != left) {
                        tar.file("top/" + file.name(), Files.readAllBytes(backup.resolve(file.name())));
                    }
                }
                tar.file("top/manifest.json", Files.readAllBytes(backup.resolve("manifest.json")));
            });
            refuse(
                    archive,
                    "the archive lacks a file that the manifest names (file " + left.name()
                            + ")\nHint: fetch it again, or use another backup");
        }
        byte[] noManifest = Tar.of(tar -> tar.file("top/statistics.txt", CONTENT));
        refuse(
                noManifest,
                "the archive has no manifest.json: this is no archive of a backup, or a part is missing\nHint: give an"
                        + " archive that archiveTo(…) made, or tar of the whole folder of a backup");
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        refuse(
                "{\"a\": 1}".getBytes(UTF_8),
                "this is neither a tar.gz nor a tar.zst\nHint: give the folder of a backup, or an archive of one; a"
                        + " complete_backup.json alone is restored with RestorePlan.builder().from(path)");
        refuse(new byte[0], damaged("it ends before it begins"));
    }

    private void refuse(byte[] archive, String message) throws IOException {
        assertThatThrownBy(() -> Backup.open(file(archive)))
                .isInstanceOf(BackupException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> Backup.readFrom(new ByteArrayInputStream(archive), folder.resolve("into")))
                .isInstanceOf(BackupException.class)
                .hasMessage(message);
        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        Path into = folder.resolve("into");
        if (Files.exists(into)) {
            try (Stream<Path> left = Files.list(into)) {
                assertThat(left).isEmpty();
            }
            Files.delete(into);
        }
        Files.deleteIfExists(folder.resolve("a.tar.gz"));
    }

    private Path file(byte[] archive) throws IOException {
        return Files.write(folder.resolve("a.tar.gz"), archive);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static String shown(String name) {
        return name.replace("\n", "?");
    }
}

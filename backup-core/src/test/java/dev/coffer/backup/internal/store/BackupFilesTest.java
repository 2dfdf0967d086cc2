package dev.coffer.backup.internal.store;

import static dev.coffer.backup.internal.store.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.spi.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupFilesTest {
    private static final List<String> BOTH = List.of("json", "csv");
    private static final String CHANGED =
            "\nHint: it was damaged or changed; restore from another backup, or, to load a"
                    + " file that was edited, copy it out of the backup first";
    private static final String DAMAGED = "\nHint: it was damaged or changed; restore from another backup";
    private static final String LINK =
            "\nHint: a backup holds plain files; put the file itself there, or restore from another backup";

    @TempDir
    Path root;

    @ParameterizedTest
    @EnumSource
    void f15TruncatedFilesAreFound(Compression compression) throws IOException {
        Path backup = Samples.backup(root, Samples.NOW, compression, "");
        for (Manifest.File file : BackupFiles.open(backup).manifest().files()) {
            byte[] whole = Files.readAllBytes(backup.resolve(file.name()));
            for (int length : boundaries(file)) {
                Files.write(backup.resolve(file.name()), Arrays.copyOf(whole, length));

                assertThatThrownBy(() -> BackupFiles.open(backup).verify(BOTH))
                        .hasMessage("the file has " + length + " bytes, and " + whole.length + " by the manifest (file "
                                + file.name() + ")" + CHANGED);
            }
            Files.write(backup.resolve(file.name()), whole);
        }
        assertThat(BackupFiles.open(backup).verify(BOTH)).isEqualTo("manifest, SHA-256 of 5 files");
    }

    /** Nothing, one byte, around the ends of pieces, without the last byte, one too many. */
    private static TreeSet<Integer> boundaries(Manifest.File file) {
        int size = (int) file.bytes();
        TreeSet<Integer> lengths = new TreeSet<>(List.of(0, 1, size / 2, size - 1, size + 1));
        for (Manifest.Piece piece : file.pieces()) {
            int end = (int) (piece.offset() + piece.length());
            lengths.addAll(List.of((int) piece.offset(), end - 1, end, end + 1));
        }
        lengths.remove(size);
        return lengths;
    }

    @ParameterizedTest
    @EnumSource
    void f16FlippedBitsAreFound(Compression compression) throws IOException {
        Path backup = Samples.backup(root, Samples.NOW, compression, "");
        BackupFiles read = BackupFiles.open(backup);
        for (Manifest.File file : read.manifest().files()) {
            byte[] whole = Files.readAllBytes(backup.resolve(file.name()));
            for (int at = 0; at < whole.length; at++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << (at % 8));
                Files.write(backup.resolve(file.name()), flipped);

                assertThatThrownBy(() -> read.verify(BOTH)).hasMessage(checksum(file.name()));
            }
            Files.write(backup.resolve(file.name()), whole);
        }
    }

    private static String checksum(String file) {
        return "the file does not have the SHA-256 that the manifest gives (file " + file + ")" + CHANGED;
    }

    @Test
    void f16AFlippedBitInTheSchemaIsFoundWhereItIsReadToo() {
        Path backup = Samples.backup(root);
        Forgery.write(backup.resolve("schema.json"), utf8("{\"mark\": \"\"} "));

        assertThatThrownBy(() -> BackupFiles.open(backup).bytes("schema.json")).hasMessage(checksum("schema.json"));
    }

    @Test
    void filesOfAFormatThatIsNotReadNeedOnlyBeThere() throws IOException {
        Path backup = Samples.backup(root);
        Path csv = backup.resolve("csv_exports/proteins.csv");
        byte[] bytes = Files.readAllBytes(csv);
        bytes[0] ^= 1;
        Files.write(csv, bytes);

        assertThat(BackupFiles.open(backup).verify(List.of("json"))).isEqualTo("manifest, SHA-256 of 2 files");
        assertThatThrownBy(() -> BackupFiles.open(backup).verify(List.of("csv")))
                .hasMessage(checksum("csv_exports/proteins.csv"));
    }

    @Test
    void f17AMissingFileIsFound() throws IOException {
        Path backup = Samples.backup(root);
        Files.delete(backup.resolve("csv_exports/proteins.csv"));

        assertThatThrownBy(() -> BackupFiles.open(backup).verify(List.of("json")))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_MISSING))
                .hasMessage("the file is missing (file csv_exports/proteins.csv)\n"
                        + "Hint: restore from another backup, or bring the file back from a copy of this one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv_exports/extra.csv", "notes.txt", ".hidden", "csv_exports/deeper/x"})
    void f17AnExtraFileIsFound(String name) throws IOException {
        Path backup = Samples.backup(root);
        Files.createDirectories(backup.resolve(name).getParent());
        Files.writeString(backup.resolve(name), "x");
        String found = name.contains("deeper") ? "csv_exports/deeper/" : name;

        assertThatThrownBy(() -> BackupFiles.open(backup).verify(BOTH))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNEXPECTED))
                .hasMessage("the manifest does not name the file (file " + found + ")\n"
                        + "Hint: move it out of the backup, if it was put there by hand");
    }

    @Test
    void f17SwappedFilesOfTwoTablesAreFound() throws IOException {
        Path backup = Samples.backup(root, Samples.NOW, Compression.NONE, "");
        Path rental = backup.resolve("csv_exports/legacy.rental.csv");
        Path proteins = backup.resolve("csv_exports/proteins.csv");
        Files.move(rental, root.resolve("x"));
        Files.move(proteins, rental);
        Files.move(root.resolve("x"), proteins);

        assertThatThrownBy(() -> BackupFiles.open(backup).verify(BOTH))
                .hasMessage(
                        "the file has 40 bytes, and 24 by the manifest (file csv_exports/legacy.rental.csv)" + CHANGED);
    }

    @Test
    void f17AFileFromAnotherBackupIsFound() throws IOException {
        Path backup = Samples.backup(root, Samples.NOW, Compression.NONE, "a");
        Path other = Samples.backup(root, Samples.NOW, Compression.NONE, "b");
        String name = "csv_exports/proteins.csv";
        Files.delete(backup.resolve(name));
        Files.copy(other.resolve(name), backup.resolve(name));

        assertThatThrownBy(() -> BackupFiles.open(backup).verify(BOTH)).hasMessage(checksum(name));
    }

    @Test
    void f17TheManifestOfAnotherBackupIsFound() throws IOException {
        Path backup = Samples.backup(root, Samples.NOW, Compression.NONE, "a");
        Path other = Samples.backup(root, Samples.NOW, Compression.NONE, "b");
        Files.delete(backup.resolve("manifest.json"));
        Files.copy(other.resolve("manifest.json"), backup.resolve("manifest.json"));

        assertThatThrownBy(() -> BackupFiles.open(backup).verify(BOTH)).hasMessage(checksum("complete_backup.json"));
    }

    @Test
    void f18ABombIsNotInflated() throws IOException {
        byte[] bomb = gzip(new byte[50_000_000]);
        readsAs(
                bomb,
                pieces -> List.of(new Manifest.Piece(2, 0, 0, bomb.length, 24)),
                "a piece holds more than the manifest says");
    }

    @Test
    void f18ASecondMemberIsNotRead() throws IOException {
        byte[] one = gzip(utf8("<rental>rental0</rental>"));
        byte[] two = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        readsAs(
                two,
                pieces -> List.of(new Manifest.Piece(2, 0, 0, two.length, 24)),
                "a piece holds something beside its compressed bytes");
        readsAs(
                two,
                pieces -> List.of(new Manifest.Piece(2, 0, 0, two.length, 48)),
                "a piece holds less than the manifest says");
    }

    @Test
    void f18TrailingGarbageIsFound() throws IOException {
        byte[] one = gzip(utf8("<rental>rental0</rental>"));
        byte[] longer = Arrays.copyOf(one, one.length + 1);
        readsAs(
                longer,
                pieces -> List.of(new Manifest.Piece(2, 0, 0, longer.length, 24)),
                "a piece holds something beside its compressed bytes");
    }

    @Test
    void f18AMemberThatEndsEarlyOrIsNoneIsFound() throws IOException {
        byte[] one = gzip(utf8("<rental>rental0</rental>"));
        readsAs(
                one,
                pieces -> List.of(new Manifest.Piece(2, 0, 0, one.length, 25)),
                "a piece holds less than the" + " manifest says");
        readsAs(one, pieces -> List.of(new Manifest.Piece(2, 0, 0, 17, 24)), "a piece is too short to be compressed");
        byte[] plain = utf8("<rental>rental0</rental>");
        readsAs(
                plain,
                pieces -> List.of(new Manifest.Piece(2, 0, 0, 24, 24)),
                "a piece does not begin as a" + " compressed one does");
        byte[] wrongSum = one.clone();
        wrongSum[one.length - 8] ^= 1;
        readsAs(wrongSum, pieces -> pieces, "a piece does not have the check sum that it gives");
        byte[] broken = one.clone();
        Arrays.fill(broken, 10, one.length - 8, (byte) 0xff);
        readsAs(broken, pieces -> pieces, "a piece cannot be decompressed");
    }

    /** Puts a file with a manifest to match in the place of a compressed table. */
    private void readsAs(byte[] file, UnaryOperator<List<Manifest.Piece>> pieces, String message) throws IOException {
        Path backup = Samples.backup(root, Samples.NOW, Compression.GZIP, "");
        String name = "csv_exports/legacy.rental.csv.gz";
        Forgery.file(backup, name, file, pieces);
        BackupFiles read = BackupFiles.open(backup);
        assertThat(read.verify(BOTH)).isEqualTo("manifest, SHA-256 of 5 files");

        try (InputStream in = read.openTable(2, "csv")) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(dev.coffer.backup.IntegrityException.class)
                    .hasMessage(message + " (file " + name + ")" + DAMAGED);
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        byte[] member = bytes.toByteArray();
        member[9] = (byte) 0xff;
        return member;
    }

    @Test
    void f40ALinkInThePlaceOfAFileIsRefused() throws IOException {
        Path backup = Samples.backup(root);
        Path file = backup.resolve("schema.json");
        Files.move(file, root.resolve("outside.json"));
        Files.createSymbolicLink(file, root.resolve("outside.json"));
        String message =
                "a link, or something that is neither a file nor a folder, is in its place (file schema.json)" + LINK;

        assertThatThrownBy(() -> BackupFiles.open(backup).verify(BOTH)).hasMessage(message);
        assertThatThrownBy(() -> BackupFiles.open(backup).open("schema.json")).hasMessage(message);
        assertThatThrownBy(() -> BackupFiles.open(backup).bytes("schema.json")).hasMessage(message);
    }

    @Test
    void f40ALinkInThePlaceOfAFolderIsRefused() throws IOException {
        Path backup = Samples.backup(root);
        Files.move(backup.resolve("csv_exports"), root.resolve("outside"));
        Files.createSymbolicLink(backup.resolve("csv_exports"), root.resolve("outside"));

        assertThatThrownBy(() -> BackupFiles.open(backup).verify(BOTH))
                .hasMessage("a link, or something that is neither a file nor a folder, is in its place (file"
                        + " csv_exports)" + LINK);
        assertThatThrownBy(() -> BackupFiles.open(backup).openTable(0, "csv"))
                .hasMessage("a link, or something that is neither a file nor a folder, is in its place (file"
                        + " csv_exports/proteins.csv)" + LINK);
    }

    @Test
    void f40ALinkInThePlaceOfTheBackupIsRefused() throws IOException {
        Path backup = Samples.backup(root);
        Path link = Files.createSymbolicLink(root.resolve("link"), backup);

        assertThatThrownBy(() -> BackupFiles.open(link))
                .hasMessage("a link, or something that is neither a file nor a folder, is in its place (file " + link
                        + ")" + LINK);
        assertThat(BackupFiles.list(root)).extracting(BackupFiles::directory).containsExactly(backup);
    }

    @Test
    void f40ALinkInThePlaceOfTheManifestIsRefused() throws IOException {
        Path backup = Samples.backup(root);
        Files.move(backup.resolve("manifest.json"), root.resolve("outside.json"));
        Files.createSymbolicLink(backup.resolve("manifest.json"), root.resolve("outside.json"));

        assertThatThrownBy(() -> BackupFiles.open(backup))
                .hasMessage("a link, or something that is neither a file nor a folder, is in its place (file"
                        + " manifest.json)" + LINK);
        assertThat(BackupFiles.list(root)).isEmpty();
    }

    @Test
    void f40AFolderThatWasSwappedAfterItWasOpenedIsRefused() throws IOException {
        Path backup = Samples.backup(root, Samples.NOW, Compression.NONE, "a");
        Path other = Samples.backup(root, Samples.NOW, Compression.NONE, "b");
        BackupFiles read = BackupFiles.open(backup);
        Files.move(backup, root.resolve("away"));
        Files.move(other, backup);

        assertThatThrownBy(() -> read.openTable(0, "json"))
                .hasMessage("another folder was put in the place of the backup (file " + backup + ")\n"
                        + "Hint: keep the backup where only its owner can write, and open it again");
    }

    @Test
    void whatIsNoBackupSaysWhy() throws IOException {
        Path empty = Files.createDirectory(root.resolve("empty"));
        assertThatThrownBy(() -> BackupFiles.open(empty))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_A_BACKUP))
                .hasMessage("the folder has no manifest.json: no backup was completed there (file " + empty + ")\n"
                        + "Hint: open a folder with a manifest, Backup.list(…) finds them");

        Path absent = root.resolve("absent");
        assertThatThrownBy(() -> BackupFiles.open(absent))
                .hasMessage("there is no such file or folder (file " + absent + ")\n"
                        + "Hint: check the path; Backup.list(…) finds the backups in a folder");

        Path file = Files.writeString(root.resolve("complete_backup.json"), "{}");
        assertThatThrownBy(() -> BackupFiles.open(file))
                .hasMessage("this is a file, and a backup is a folder (file " + file + ")\n"
                        + "Hint: open the folder around it; a complete_backup.json alone is restored with"
                        + " RestorePlan.builder().from(path)");

        Path partial = Files.move(Samples.backup(root), root.resolve("sample.partial"));
        assertThatThrownBy(() -> BackupFiles.open(partial))
                .hasMessage("the backup was never completed (file " + partial + ")\n"
                        + "Hint: its run failed or is still going on; open another one, Backup.list(…) finds them");
    }

    @Test
    void listsOldestFirstAndOnlyWhatIsComplete() throws IOException {
        Path second = Samples.backup(root, Samples.NOW, Compression.NONE, "");
        Path third = Samples.backup(root, Samples.NOW.plusSeconds(9), Compression.NONE, "");
        Path first = Samples.backup(root, Samples.NOW.minusSeconds(9), Compression.NONE, "");
        Files.move(Samples.backup(root), root.resolve("killed.partial"));
        Files.delete(Samples.backup(root).resolve("manifest.json"));
        Forgery.write(Samples.backup(root).resolve("manifest.json"), utf8("{}"));
        Files.createDirectory(root.resolve("somebody else's"));
        Files.writeString(root.resolve("manifest.json"), "{}");

        assertThat(BackupFiles.list(root)).extracting(BackupFiles::directory).containsExactly(first, second, third);
        assertThatThrownBy(() -> BackupFiles.list(root.resolve("absent")))
                .hasMessage("there is no such folder (file " + root.resolve("absent") + ")\n"
                        + "Hint: give the folder that backups are written to, the one of to(…)");
    }

    @Test
    void aTableThatAFormatDoesNotHoldSaysSo() {
        Path backup = Samples.backup(root);
        Forgery.manifest(
                backup,
                file -> new Manifest.File(
                        file.name(),
                        file.bytes(),
                        file.sha256(),
                        file.format(),
                        file.compression(),
                        file.name().contains("proteins") ? List.of() : file.pieces()));

        assertThatThrownBy(() -> BackupFiles.open(backup).fileOf(0, "csv"))
                .hasMessage("the backup does not hold the table as csv (table public.proteins)\n"
                        + "Hint: restore from another format of the backup");
    }

    @Test
    void theApiShowsWhatTheManifestSays() {
        Path directory = Samples.backup(root);

        Backup backup = Backup.open(directory);

        assertThat(backup).hasToString(directory.toString()).isEqualTo(Backup.open(directory));
        assertThat(backup.directory()).isEqualTo(directory);
        assertThat(backup.snapshotTime()).isEqualTo(Samples.NOW);
        assertThat(backup.serverVersion()).isEqualTo("15.19");
        assertThat(backup.database()).isEqualTo("app \"db\"");
        assertThat(backup.formats()).hasToString("[csv 1, json 1]");
        assertThat(backup.tables())
                .extracting(table -> table.name() + " " + table.rows() + " " + table.bytes())
                .containsExactly("public.proteins 3 25", "public.Users 3 25", "legacy.rental 3 25");
        assertThat(backup.contents())
                .contains(new BackupReport.File("schema.json", 13))
                .hasSize(5);
        assertThat(backup.skips()).hasToString("[event trigger audit_ddl: needs a superuser]");
        assertThat(Backup.list(root)).containsExactly(backup);
    }
}

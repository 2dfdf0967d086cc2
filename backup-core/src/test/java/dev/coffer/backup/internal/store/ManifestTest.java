package dev.coffer.backup.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final String BRING_BACK =
            " (file manifest.json)\nHint: restore from another backup, or bring the manifest back from a copy of this one";

    @TempDir
    Path root;

    private Path backup;
    private Path file;

    @BeforeEach
    void takeBackup() {
        backup = Samples.backup(root);
        file = backup.resolve("manifest.json");
    }

    @Test
    void isTextWithOneLineForEachThing() throws IOException {
        assertThat(Files.readAllLines(file))
                .startsWith(
                        "{",
                        "  \"format\": 1,",
                        "  \"library\": \"0.1.0\",",
                        "  \"id\": \"00112233445566778899aabbccddeeff\",",
                        "  \"snapshotTime\": \"2025-10-12T14:16:56.123456Z\",")
                .contains(
                        "  \"formats\": [",
                        "    {\"name\": \"csv\", \"version\": 1},",
                        "    {\"name\": \"json\", \"version\": 1}",
                        "  ],",
                        "    {\"object\": \"event trigger audit_ddl\", \"reason\": \"needs a superuser\"}")
                .endsWith("}");
    }

    @Test
    void itsLastLineHasTheHashOfAllThatStandsBeforeIt() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String before = Forgery.sha256(Arrays.copyOf(bytes, bytes.length - 81));

        assertThat(new String(bytes, StandardCharsets.UTF_8)).endsWith(",\n  \"sha256\": \"" + before + "\"\n}\n");
    }

    @Test
    void theSameContentGivesTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(file);

        assertThat(Samples.backup(root).resolve("manifest.json")).hasBinaryContent(first);
    }

    @Test
    @DisplayName("F16 a flipped bit anywhere in the manifest is found")
    void f16FlippedBit() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << (at % 8));
            Files.write(file, flipped);

            assertThatThrownBy(() -> BackupFiles.open(backup))
                    .as("bit %d of byte %d", at % 8, at)
                    .hasMessage("the manifest does not have the SHA-256 that its last line gives" + BRING_BACK);
        }
        assertThat(BackupFiles.list(root)).isEmpty();
    }

    @Test
    @DisplayName("F15 a manifest that is cut off anywhere, or longer, is found")
    void f15CutOff() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> BackupFiles.open(backup))
                    .as("%d bytes", length)
                    .isInstanceOfSatisfying(
                            BackupException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BAD_MANIFEST));
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> BackupFiles.open(backup))
                .hasMessage("the manifest does not have the SHA-256 that its last line gives" + BRING_BACK);
    }

    @Test
    void refusesANewerFormat() {
        Forgery.text(backup, text -> text.replace("\"format\": 1,", "\"format\": 2,"));

        assertThatThrownBy(() -> BackupFiles.open(backup))
                .isInstanceOf(dev.coffer.backup.FormatException.class)
                .hasMessage("the backup is of format 2, this version of Coffer reads up to 1 (file manifest.json)\n"
                        + "Hint: read it with a newer version of Coffer");
    }

    @Test
    void takesNoNoticeOfMembersThatItDoesNotKnow() {
        Manifest before = BackupFiles.open(backup).manifest();
        Forgery.text(
                backup,
                text -> text.replace("\"rows\": 3", "\"rows\": 3, \"later\": [{\"x\": [1, \"2\", true]}]")
                        .replace("  \"server\"", "  \"later\": {\"x\": []},\n  \"server\""));

        assertThat(BackupFiles.open(backup).manifest()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "\"rows\": 3 | \"rows\": \"3\" | the member \"rows\" is of another type",
                "\"rows\": 3 | \"rows\": -3 | the member \"rows\" is negative",
                "\"rows\": 3 | \"rows\": 3.5 | a value is of a type that no manifest has",
                "\"rows\": 3 | \"rows\": null | a value is of a type that no manifest has",
                "\"rows\": 3 | \"rows\": 9223372036854775808 | a number is larger than any that a manifest has",
                "\"rows\": 3, | `` | the member \"rows\" is missing",
                "\"partial\": true | \"partial\": 1 | the member \"partial\" is of another type",
                "\"kind\": \"table\" | \"kind\": \"view\" | the kind of a table is not one that this format has",
                "\"compression\": \"none\" | \"compression\": \"lz4\" | the compression of a file is not one that this format has",
                "\"id\": \"0011 | \"id\": \"001G | the member \"id\" is not of its form",
                "\"snapshotTime\": \"2025 | \"snapshotTime\": \"soon | the member \"snapshotTime\" is not a time",
                "\"name\": \"csv\" | \"name\": \"CSV\" | the name or the version of a format is not of its form",
                "\"name\": \"csv\", \"version\" | \"name\": \"json\", \"version\" | a format is named twice",
                "\"format\": \"csv\" | \"format\": \"xml\" | a file is of a format that the backup does not have",
                "\"name\": \"Users\" | \"name\": \"proteins\" | a table is named twice",
                "[0, 1, 20, 21, 21] | [9, 0, 20, 21, 21] | a file names tables that the backup does not have, or in a wrong order",
                "[0, 1, 20, 21, 21] | [0, 2, 20, 21, 21] | a file names tables that the backup does not have, or in a wrong order",
                "[0, 1, 20, 21, 21] | [0, 1, 21, 20, 20] | the tables in a file do not lie side by side within it",
                "[0, 1, 20, 21, 21] | [0, 1, 20, 21, 22] | the tables in a file do not lie side by side within it",
                "[2, 0, 62, 24, 24] | [2, 0, 62, 999, 999] | the tables in a file do not lie side by side within it",
                "[2, 0, 62, 24, 24] | [0, 0, 62, 24, 24] | a table lies twice in one format",
                "[2, 0, 62, 24, 24] | [2, 0, 62, 24] | the member \"pieces\" is of another type",
                "[2, 0, 62, 24, 24] | [2, 0, 62, -24, 24] | the member \"pieces\" is negative",
                "[2, 0, 62, 24, 24] | [2, 0, 9223372036854775807, 24, 24] | the tables in a file do not lie side by side within it",
                "\"warnings\": [ | \"warnings\": [ 1, | a warning is not text",
                "\"skips\": [ | \"skips\": [ [], | an object is something else",
                "\"lineage\": { | \"lineage\": 3, \"x\": { | the member \"lineage\" is of another type",
                "\"history\": { | \"history\": 3, \"x\": { | the member \"history\" is of another type",
                "\"history\": { | \"base\": \"../x\", \"history\": { | the member \"base\" is not of its form",
                "\"format\": 1, | \"format\": \"1\", | the format of the backup is not a version",
                "{\"version\": \"15.19\", | [\"version\", | the manifest is not JSON of the form that a manifest has: line 10",
                "\"rows\": 3, | \"rows\": 3, \"rows\": 3, | the manifest is not JSON of the form that a manifest has: line 17"
            })
    void f44RefusesWhatNoWriterWrites(String before, String after, String message) {
        Forgery.text(
                backup,
                text -> text.replaceFirst(
                        java.util.regex.Pattern.quote(before), java.util.regex.Matcher.quoteReplacement(after)));

        assertThatThrownBy(() -> BackupFiles.open(backup)).hasMessage(message + BRING_BACK);
    }

    @Test
    void f44RefusesDeepNestingAndHugeTexts() {
        String line = "the manifest is nested deeper, or has longer texts, than any that is written" + BRING_BACK;
        Path deep = Samples.backup(root);
        Forgery.text(
                deep,
                text -> text.replace(
                        "  \"server\"", "  \"x\": " + "[".repeat(100_000) + "]".repeat(100_000) + ",\n  \"server\""));
        assertThatThrownBy(() -> BackupFiles.open(deep)).hasMessage(line);

        Path huge = Samples.backup(root);
        Forgery.text(
                huge,
                text -> text.replace("  \"server\"", "  \"x\": \"" + "x".repeat(20_000_000) + "\",\n  \"server\""));
        assertThatThrownBy(() -> BackupFiles.open(huge)).hasMessage(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/etc/passwd",
                "C:/x",
                "a\\\\b",
                "csv_exports/../../x",
                "nul",
                ".lock",
                "manifest.json",
                ""
            })
    void f40RefusesFilesOutsideTheBackup(String name) {
        Forgery.text(backup, text -> text.replace("\"name\": \"schema.json\"", "\"name\": \"" + name + "\""));
        String shown = name.replace("\\\\", "\\u{5C}");

        assertThatThrownBy(() -> BackupFiles.open(backup))
                .hasMessage("the manifest names a file that no backup has: \"" + shown + "\" (file manifest.json)\n"
                        + "Hint: this was not written by Coffer; do not restore it");
    }

    @Test
    void refusesTwoFilesThatOneDiskTakesForOne() {
        Forgery.text(backup, text -> text.replace("\"name\": \"schema.json\"", "\"name\": \"COMPLETE_backup.json\""));

        assertThatThrownBy(() -> BackupFiles.open(backup)).hasMessage("two files have the same name" + BRING_BACK);
    }
}

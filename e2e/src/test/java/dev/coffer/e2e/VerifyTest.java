package dev.coffer.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Proof;
import dev.coffer.backup.VerifyReport;
import dev.coffer.backup.VerifyReport.Depth;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    private static final String EDITED =
            "\nHint: the file was damaged or edited after the backup: restore from another format or backup";

    @TempDir
    Path folder;

    private Backup backup;
    private Path csv;

    @BeforeEach
    void takeBackup() {
        try (TestDatabase source = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TABLE protein (id int PRIMARY KEY, name text)",
                    "INSERT INTO protein VALUES (1, 'a'), (2, NULL), (3, '')",
                    "CREATE TABLE remark (line text)");
            backup = Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(Format.JSON.exporter(), Format.CSV.exporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory());
        }
        csv = backup.directory().resolve("csv_exports/protein.csv");
    }

    @Test
    void soundBackupIsReadRowByRow() {
        VerifyReport report = verify();

        assertThat(report.faults()).isEmpty();
        assertThat(report.files()).isEqualTo(backup.contents().size());
        assertThat(report.isDeep()).isTrue();
        assertThat(report.formats()).extracting(VerifyReport.Format::tables).containsExactly(2, 2);
        assertThat(report.formats()).extracting(VerifyReport.Format::rows).containsExactly(3L, 3L);
    }

    @Test
    void saysWhichFormatsItDidNotRead() {
        VerifyReport report = backup.verify(Format.CSV.strategy()).requireSound();

        assertThat(report.formats())
                .extracting(format -> format.format().name() + " " + format.depth())
                .containsExactlyInAnyOrder("json " + Depth.FILES, "csv " + Depth.ROWS);
        assertThat(report.isDeep()).isFalse();
    }

    @Test
    void leavesNoProofUnlessAsked() {
        VerifyReport report = verify();
        assertThat(backup.proof()).isEmpty();

        backup.leaveProof(report.proof());

        assertThat(backup.proof()).get().isEqualTo(report.proof());
        assertThat(report.proof())
                .isEqualTo(new Proof(Proof.Kind.VERIFICATION, report.at(), "", 2, 3, report.elapsed()));
        assertThatThrownBy(() -> backup.verify().proof())
                .hasMessage("the rows of no format were read, which proves too little\n"
                        + "Hint: give verify(…) the strategy of a format that the backup holds");
    }

    @Test
    @DisplayName("F15 F16 F17 every damaged, missing and extra file is named at once")
    void f15NamesEveryFault() throws IOException {
        Path json = backup.directory().resolve("complete_backup.json");
        byte[] whole = Files.readAllBytes(json);
        whole[whole.length / 2] ^= 1;
        Files.write(json, whole);
        byte[] cut = Files.readAllBytes(csv);
        Files.write(csv, Arrays.copyOf(cut, cut.length - 1));
        Files.delete(backup.directory().resolve("csv_exports/remark.csv"));
        Files.createFile(backup.directory().resolve("csv_exports/other.csv"));

        VerifyReport report = verify();

        assertThat(report.faults())
                .extracting(Problem::code, problem -> problem.where().toString())
                .containsExactlyInAnyOrder(
                        tuple(ErrorCode.FILE_UNEXPECTED, "file csv_exports/other.csv"),
                        tuple(ErrorCode.SIZE, "file csv_exports/protein.csv"),
                        tuple(ErrorCode.FILE_MISSING, "file csv_exports/remark.csv"),
                        tuple(ErrorCode.CHECKSUM, "file complete_backup.json"));
        assertThatThrownBy(report::requireSound)
                .hasMessage(report.faults().get(0).toString());
        assertThatThrownBy(report::proof).hasMessage(report.faults().get(0).toString());
    }

    @Test
    @DisplayName("F19 rows that are not those of the manifest are found though every SHA-256 is right")
    void f19FindsOtherRows() throws IOException {
        forge("3,\"\"", "3,x");
        assertThat(verify().faults())
                .extracting(Problem::toString)
                .containsExactly("the file holds other rows of the table than were backed up"
                        + " (table public.protein, file csv_exports/protein.csv)" + EDITED);

        forge("2,\n", "");
        assertThat(verify().faults())
                .extracting(Problem::toString)
                .containsExactly("the file holds 2 rows of the table, 3 were backed up"
                        + " (table public.protein, file csv_exports/protein.csv)" + EDITED);
    }

    private VerifyReport verify() {
        return backup.verify(Format.JSON.strategy(), Format.CSV.strategy());
    }

    /** What somebody does who knows the format: the file's size and SHA-256, and the manifest's own, are right. */
    private void forge(String from, String to) throws IOException {
        Path manifest = backup.directory().resolve("manifest.json");
        String before = Files.readString(csv);
        String after = before.replace(from, to);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(csv, after);
        String members = Files.readString(manifest);
        members = members.substring(0, members.length() - 81)
                .replace(sha256(before), sha256(after))
                .replace("\"bytes\": " + before.length(), "\"bytes\": " + after.length());
        members = members.replaceAll(
                "(csv_exports/protein.csv.*?)\\[(\\d+), ?(\\d+), ?(\\d+), ?" + before.length() + ", ?" + before.length()
                        + "\\]",
                "$1[$2, $3, $4, " + after.length() + ", " + after.length() + "]");
        Files.writeString(manifest, members + "  \"sha256\": \"" + sha256(members) + "\"\n}\n");
        backup = Backup.open(backup.directory());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.coffer.backup.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.IntegrityException;
import dev.coffer.backup.spi.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table compressed with Zstandard whose file was made to say something else than its manifest. */
class ZstdPiecesTest {
    private static final String NAME = "csv_exports/legacy.rental.csv.zst";
    private static final byte[] PLAIN = "<rental>rental0</rental>".getBytes(UTF_8);

    @TempDir
    Path root;

    @Test
    void framesOneAfterAnotherAreOnePiece() throws IOException {
        byte[] two = joined(zstd(Arrays.copyOf(PLAIN, 10)), zstd(Arrays.copyOfRange(PLAIN, 10, PLAIN.length)));

        try (InputStream in = open(two, PLAIN.length)) {
            assertThat(in.readAllBytes()).isEqualTo(PLAIN);
        }
    }

    @Test
    @DisplayName("F18 a bomb is not decompressed beyond what the manifest says")
    void refusesABomb() throws IOException {
        refuses(zstd(new byte[50_000_000]), PLAIN.length, "a piece holds more than the manifest says");
    }

    @Test
    @DisplayName("F18 a second frame, or anything else, that follows is refused")
    void refusesWhatFollows() throws IOException {
        byte[] one = zstd(PLAIN);

        refuses(joined(one, one), PLAIN.length, "a piece holds more than the manifest says");
        refuses(joined(one, "garbage".getBytes(UTF_8)), PLAIN.length, "a piece cannot be decompressed");
    }

    @Test
    @DisplayName("F15 F16 a frame that is cut off, flipped, none, or shorter than recorded is refused")
    void refusesWhatIsDamaged() throws IOException {
        byte[] one = zstd(PLAIN);
        byte[] flipped = one.clone();
        flipped[one.length - 1] ^= 1;

        refuses(one, PLAIN.length + 1, "a piece holds less than the manifest says");
        refuses(Arrays.copyOf(one, one.length - 5), PLAIN.length, "a piece cannot be decompressed");
        refuses(flipped, PLAIN.length, "a piece cannot be decompressed");
        refuses(PLAIN, PLAIN.length, "a piece cannot be decompressed");
        refuses(new byte[0], PLAIN.length, "a piece holds less than the manifest says");
    }

    @Test
    @DisplayName("F18 a frame that asks for more memory than 8 MB is refused")
    void refusesALargeWindow() throws IOException {
        // A frame header of RFC 8878: no length given, and a window of 1 GB.
        byte[] greedy = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x00, (byte) (20 << 3), 0x01, 0x00, 0x00};

        refuses(greedy, PLAIN.length, "a piece cannot be decompressed");
    }

    private void refuses(byte[] file, int plainLength, String message) throws IOException {
        try (InputStream in = open(file, plainLength)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IntegrityException.class)
                    .hasMessage(message + " (file " + NAME
                            + ")\nHint: it was damaged or changed; restore from another backup");
        }
    }

    private InputStream open(byte[] file, int plainLength) throws IOException {
        Path backup = Samples.backup(root, Samples.NOW, Compression.ZSTD, "");
        Forgery.file(backup, NAME, file, pieces -> List.of(new Manifest.Piece(2, 0, 0, file.length, plainLength)));
        BackupFiles read = BackupFiles.open(backup);
        assertThat(read.verify(List.of("csv"))).isEqualTo("manifest, SHA-256 of 4 files");
        return read.openTable(2, "csv");
    }

    private static byte[] zstd(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = Compression.ZSTD.compress(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

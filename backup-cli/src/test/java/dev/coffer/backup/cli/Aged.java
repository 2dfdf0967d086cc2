package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Backups that say that they are older than they are, by the rules of {@code docs/format.md}. */
final class Aged {
    private static final int ENDING = 81;

    private Aged() {}

    /** Writes this time into the manifest of a backup, as that of its snapshot. */
    static Path backup(Path directory, String snapshotTime) throws IOException, NoSuchAlgorithmException {
        Path manifest = directory.resolve("manifest.json");
        String text = Files.readString(manifest);
        String body = text.substring(0, text.length() - ENDING)
                .replaceFirst("\"snapshotTime\": \"[^\"]*\"", "\"snapshotTime\": \"" + snapshotTime + "\"");
        assertThat(body).contains(snapshotTime);
        String digits = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        Files.writeString(manifest, body + "  \"sha256\": \"" + digits + "\"\n}\n");
        return directory;
    }
}

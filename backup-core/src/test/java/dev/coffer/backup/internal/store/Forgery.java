package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** What somebody does who can write to a backup and knows the format: manifests whose own SHA-256 is right. */
final class Forgery {
    private static final int HASH_LINE = 81;

    private Forgery() {}

    /** Changes a file and makes the manifest say so. */
    static void file(Path backup, String name, byte[] bytes, UnaryOperator<List<Manifest.Piece>> pieces) {
        write(backup.resolve(name), bytes);
        manifest(backup, file -> {
            if (!file.name().equals(name)) {
                return file;
            }
            return new Manifest.File(
                    name, bytes.length, sha256(bytes), file.format(), file.compression(), pieces.apply(file.pieces()));
        });
    }

    /** Changes what the manifest says of files. */
    static void manifest(Path backup, UnaryOperator<Manifest.File> change) {
        Manifest before = BackupFiles.open(backup).manifest();
        List<Manifest.File> files = before.files().stream().map(change).toList();
        try (Durability durability = new Durability(true)) {
            Files.delete(backup.resolve(ManifestFile.NAME));
            ManifestFile.write(
                    Samples.manifest(files, before.snapshotTime()), backup, Permissions.on(backup), durability);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes the text of the manifest. */
    static void text(Path backup, UnaryOperator<String> change) {
        String text = read(backup.resolve(ManifestFile.NAME));
        String members = change.apply(text.substring(0, text.length() - HASH_LINE));
        String hash = sha256(members.getBytes(StandardCharsets.UTF_8));
        write(
                backup.resolve(ManifestFile.NAME),
                (members + "  \"sha256\": \"" + hash + "\"\n}\n").getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        var sha = Sha256.begin();
        sha.update(bytes);
        return Sha256.hex(sha);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

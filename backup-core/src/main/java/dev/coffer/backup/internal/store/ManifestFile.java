package dev.coffer.backup.internal.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * {@code manifest.json}: the members that {@link ManifestWriter} writes, then one last line with the SHA-256 of every
 * byte before that line, then the closing brace.
 */
final class ManifestFile {
    static final String NAME = "manifest.json";
    static final int FORMAT = 1;

    private static final String BEFORE_HASH = "  \"sha256\": \"";
    private static final String AFTER_HASH = "\"\n}\n";
    private static final int HASH = 64;
    private static final int ENDING = BEFORE_HASH.length() + HASH + AFTER_HASH.length();
    private static final long LARGEST = 1L << 30;

    private ManifestFile() {}

    /** Writes the file and returns when it is durable. */
    static void write(Manifest manifest, Path folder, Permissions permissions, Durability durability)
            throws IOException {
        CountedFile file = CountedFile.create(NAME, folder.resolve(NAME), permissions, durability, done -> {});
        boolean complete = false;
        try {
            ManifestWriter.write(manifest, file);
            String ending = BEFORE_HASH + file.sha256SoFar() + AFTER_HASH;
            file.write(ending.getBytes(US_ASCII));
            file.close();
            durability.await();
            complete = true;
        } finally {
            if (!complete) {
                file.abandon();
            }
        }
    }

    /** Writes one that was written before, as it is, and returns when it is durable. */
    static void write(byte[] bytes, Path folder, Permissions permissions, Durability durability) throws IOException {
        CountedFile file = CountedFile.create(NAME, folder.resolve(NAME), permissions, durability, done -> {});
        boolean complete = false;
        try {
            file.write(bytes, 0, bytes.length);
            file.close();
            durability.await();
            complete = true;
        } finally {
            if (!complete) {
                file.abandon();
            }
        }
    }

    /** Reads a manifest that may come from anywhere. */
    static Manifest read(BackupFolder folder) {
        try {
            long size = folder.size(NAME);
            if (size > LARGEST) {
                throw Problem.of(ErrorCode.LIMIT, "the manifest has " + size + " bytes, more than any backup needs")
                        .file(NAME)
                        .hint("this was not written by Coffer; do not restore it")
                        .exception();
            }
            return parse(() -> folder.open(NAME), size);
        } catch (IOException e) {
            throw StorageFailure.reading(e, NAME);
        }
    }

    /** Reads a manifest that lies in memory. */
    static Manifest parse(byte[] bytes) {
        try {
            return parse(() -> new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw StorageFailure.reading(e, NAME);
        }
    }

    private static Manifest parse(Source source, long size) throws IOException {
        verifyOwnHash(source, size);
        try (InputStream in = source.open()) {
            return ManifestReader.read(in);
        }
    }

    private static void verifyOwnHash(Source source, long size) throws IOException {
        if (size <= ENDING) {
            throw damaged("the manifest is cut off");
        }
        MessageDigest sha = Sha256.begin();
        byte[] ending;
        try (InputStream in = source.open();
                DigestInputStream hashing = new DigestInputStream(in, sha)) {
            byte[] block = new byte[64 * 1024];
            long left = size - ENDING;
            while (left > 0) {
                int read = hashing.read(block, 0, (int) Math.min(block.length, left));
                if (read < 0) {
                    throw damaged("the manifest is cut off");
                }
                left -= read;
            }
            hashing.on(false);
            ending = hashing.readNBytes(ENDING + 1);
        }
        String expected = BEFORE_HASH + Sha256.hex(sha) + AFTER_HASH;
        if (!Arrays.equals(ending, expected.getBytes(US_ASCII))) {
            throw damaged("the manifest does not have the SHA-256 that its last line gives");
        }
    }

    /** Where the bytes of a manifest come from; they are read twice. */
    private interface Source {
        InputStream open() throws IOException;
    }

    static BackupException damaged(String what) {
        return damaged(what, null);
    }

    static BackupException damaged(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return Problem.of(ErrorCode.BAD_MANIFEST, what)
                .file(NAME)
                .hint("restore from another backup, or bring the manifest back from a copy of this one")
                .exception(cause);
    }
}

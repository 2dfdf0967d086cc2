package dev.coffer.backup.internal.store;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Compares the files of a backup with its manifest: first all names and sizes, which is quick, then contents. */
final class Verification {
    private static final int BLOCK = 128 * 1024;

    /** Worth another thread. */
    private static final long LONG = 8 << 20;

    private final BackupFolder folder;
    private final Manifest manifest;

    Verification(BackupFolder folder, Manifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    String run(List<String> formats) {
        check(formats, Verification::fail);
        long hashed =
                manifest.files().stream().filter(file -> isOf(file, formats)).count();
        return "manifest, SHA-256 of " + hashed + (hashed == 1 ? " file" : " files");
    }

    private static void fail(BackupException fault) {
        throw fault;
    }

    /** Goes on after a fault; a file of which one was told already is not hashed. */
    void check(List<String> formats, Consumer<BackupException> faults) {
        try {
            requireNothingExtra(faults);
        } catch (IOException e) {
            throw StorageFailure.reading(e, folder.path().toString());
        }
        Set<String> wrong = new HashSet<>();
        for (Manifest.File file : manifest.files()) {
            attempt(() -> requireSize(file), fault -> {
                wrong.add(file.name());
                faults.accept(fault);
            });
        }
        byte[] block = new byte[BLOCK];
        for (Manifest.File file : manifest.files()) {
            if (isOf(file, formats) && !wrong.contains(file.name())) {
                attempt(() -> requireHash(file, hash(file, block)), faults);
            }
        }
    }

    private static boolean isOf(Manifest.File file, List<String> formats) {
        return file.format() == null || formats.contains(file.format());
    }

    private static void attempt(Runnable step, Consumer<BackupException> faults) {
        try {
            step.run();
        } catch (CancelledException e) {
            throw e;
        } catch (BackupException e) {
            faults.accept(e);
        }
    }

    void requireSizes() {
        manifest.files().forEach(this::requireSize);
    }

    private void requireNothingExtra(Consumer<BackupException> faults) throws IOException {
        Set<String> expected = new HashSet<>();
        // What a run leaves behind that was ended between the rename and its last step.
        expected.add(Hold.FILE);
        expected.add(ManifestFile.NAME);
        for (Manifest.File file : manifest.files()) {
            expected.add(file.name());
            for (int slash = file.name().indexOf('/');
                    slash >= 0;
                    slash = file.name().indexOf('/', slash + 1)) {
                expected.add(file.name().substring(0, slash + 1));
            }
        }
        for (String name : folder.names()) {
            if (expected.contains(name + "/")) {
                faults.accept(BackupFolder.link(name));
            } else if (!expected.contains(name)) {
                faults.accept(Problem.of(ErrorCode.FILE_UNEXPECTED, "the manifest does not name the file")
                        .file(FileNames.printable(name))
                        .hint("move it out of the backup, if it was put there by hand")
                        .exception());
            }
        }
    }

    private void requireSize(Manifest.File file) {
        try {
            long size = folder.size(file.name());
            if (size != file.bytes()) {
                throw size(file, size);
            }
        } catch (IOException e) {
            throw StorageFailure.reading(e, file.name());
        }
    }

    private String hash(Manifest.File file, byte[] block) {
        MessageDigest sha = Sha256.begin();
        try (InputStream in = folder.open(file.name())) {
            if (file.bytes() >= LONG) {
                DigestedStream.add(in, sha);
                return Sha256.hex(sha);
            }
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw StorageFailure.interrupted(null);
                }
                sha.update(block, 0, read);
            }
        } catch (IOException e) {
            throw StorageFailure.reading(e, file.name());
        }
        return Sha256.hex(sha);
    }

    static void requireHash(Manifest.File file, String found) {
        if (!found.equals(file.sha256())) {
            throw Problem.of(ErrorCode.CHECKSUM, "the file does not have the SHA-256 that the manifest gives")
                    .file(file.name())
                    .hint("it was damaged or changed; restore from another backup, or, to load a file that was edited,"
                            + " copy it out of the backup first")
                    .exception();
        }
    }

    static BackupException size(Manifest.File file, long found) {
        return Problem.of(ErrorCode.SIZE, "the file has " + found + " bytes, and " + file.bytes() + " by the manifest")
                .file(file.name())
                .hint("it was damaged or changed; restore from another backup, or, to load a file that was edited,"
                        + " copy it out of the backup first")
                .exception();
    }
}

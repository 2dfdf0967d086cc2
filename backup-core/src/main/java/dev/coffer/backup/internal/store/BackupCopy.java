package dev.coffer.backup.internal.store;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.StorageException;
import dev.coffer.backup.internal.progress.Steps;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of a backup on any file system. Each file is hashed on its way and read again from where it arrived; the manifest goes
 * last, so that a copy that was broken off is no backup.
 */
public final class BackupCopy {
    private static final Logger LOG = LoggerFactory.getLogger(BackupCopy.class);
    private static final int ATTEMPTS = 3;
    private static final long PAUSE_MILLIS = 200;
    private static final int BLOCK = 1 << 16;

    private final BackupFiles from;
    private final BackupWriter writer;
    private final Arrived arrived;
    private final Steps steps;

    private BackupCopy(BackupFiles from, BackupWriter writer, Arrived arrived, Steps steps) {
        this.steps = steps;
        this.from = from;
        this.writer = writer;
        this.arrived = arrived;
    }

    /** Opens a file where it has arrived. */
    interface Arrived {
        InputStream open(Path file) throws IOException;
    }

    /**
     * Copies into a new folder below {@code root}, called as the backup is.
     *
     * @return the new folder
     */
    public static Path of(BackupFiles from, Path root) {
        return told(from, root, ProgressListener.NONE);
    }

    /** The same, telling how far it has come. */
    public static Path told(BackupFiles from, Path root, ProgressListener listener) {
        return copy(from, root, Files::newInputStream, listener);
    }

    /** The same with another way of reading what has arrived. */
    static Path of(BackupFiles from, Path root, Arrived arrived) {
        return copy(from, root, arrived, ProgressListener.NONE);
    }

    private static Path copy(BackupFiles from, Path root, Arrived arrived, ProgressListener listener) {
        Steps steps = new Steps(
                listener,
                -1,
                from.manifest().files().stream().mapToLong(Manifest.File::bytes).sum());
        String name = String.valueOf(from.directory().getFileName());
        try (BackupWriter writer = BackupWriter.forCopy(root, name)) {
            return new BackupCopy(from, writer, arrived, steps).run();
        } catch (CancelledException e) {
            // A file system that waits for its network may have taken the flag while files were closed.
            Thread.currentThread().interrupt();
            throw e;
        }
    }

    private Path run() {
        // What is extra or missing must not be found out only at the other end.
        steps.phase(Progress.Phase.VERIFY);
        from.verify(List.of());
        steps.phase(Progress.Phase.COPY);
        for (Manifest.File file : from.manifest().files()) {
            copy(file);
        }
        steps.phase(Progress.Phase.COPY);
        return writer.commitCopy(from.manifestBytes());
    }

    private void copy(Manifest.File file) {
        for (int attempt = 1; ; attempt++) {
            try {
                send(file);
                writer.await();
                requireArrived(file);
                return;
            } catch (StorageException e) {
                if (attempt == ATTEMPTS || e.code() != ErrorCode.IO) {
                    throw e;
                }
                LOG.warn("copy.again file={} attempt={} code={}", file.name(), attempt, e.code());
                remove(file, e);
                pause(attempt);
            }
        }
    }

    private void send(Manifest.File file) {
        MessageDigest sha = Sha256.begin();
        try (InputStream in = from.open(file.name());
                OutputStream out = writer.file(file.name(), file.format())) {
            byte[] block = new byte[BLOCK];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                sha.update(block, 0, read);
                out.write(block, 0, read);
                steps.copied(read);
            }
        } catch (IOException e) {
            throw StorageFailure.reading(e, file.name());
        }
        Verification.requireHash(file, Sha256.hex(sha));
    }

    private void requireArrived(Manifest.File file) {
        MessageDigest sha = Sha256.begin();
        long count = 0;
        try (InputStream in = arrived.open(writer.folder().resolve(file.name()))) {
            byte[] block = new byte[BLOCK];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                sha.update(block, 0, read);
                count += read;
            }
        } catch (IOException e) {
            throw StorageFailure.reading(e, file.name());
        }
        if (count != file.bytes() || !Sha256.hex(sha).equals(file.sha256())) {
            throw Problem.of(ErrorCode.IO, "the copy of the file is not what was sent")
                    .file(file.name())
                    .hint("check the connection to the destination and its disk, and copy again")
                    .exception();
        }
    }

    private void remove(Manifest.File file, BackupException failure) {
        try {
            writer.remove(file.name());
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private static void pause(int attempt) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS * attempt);
        } catch (InterruptedException e) {
            throw StorageFailure.interrupted(e);
        }
    }
}

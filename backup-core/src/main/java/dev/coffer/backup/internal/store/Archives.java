package dev.coffer.backup.internal.store;

import dev.coffer.backup.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/** Archives that come as a stream, which can be read once. */
public final class Archives {
    private Archives() {}

    /**
     * Extracts and verifies.
     *
     * @param listener hears of the bytes that come
     * @return the new folder below {@code root}
     */
    public static Path extract(InputStream archive, Path root, ProgressListener listener) {
        try {
            if (root.getFileSystem() == FileSystems.getDefault()) {
                return Extraction.run(archive, root, listener);
            }
            Path temporary = ArchivedBackup.temporary();
            try {
                return BackupCopy.of(BackupFiles.open(Extraction.run(archive, temporary, listener)), root);
            } finally {
                Unpacked.remove(temporary);
            }
        } catch (IOException e) {
            throw StorageFailure.reading(e, "the archive");
        }
    }
}

package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a backup for as long as they are needed. */
public final class Unpacked implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Unpacked.class);

    private final BackupFiles files;
    private final @Nullable Path temporary;

    /**
     * @param temporary is removed with everything in it in the end; null where the backup lies there anyway
     */
    Unpacked(BackupFiles files, @Nullable Path temporary) {
        this.files = files;
        this.temporary = temporary;
    }

    public BackupFiles files() {
        return files;
    }

    /** Removes what was extracted; what cannot be removed is logged, so that it hides no failure of the work. */
    @Override
    public void close() {
        if (temporary != null) {
            remove(temporary);
        }
    }

    static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            LOG.warn("archive.extracted-left path={}", folder, e);
        }
    }
}

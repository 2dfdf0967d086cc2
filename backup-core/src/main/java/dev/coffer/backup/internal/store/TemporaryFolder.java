package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder that only its owner can open, in the place where this machine keeps temporary files; gone when closed. */
public final class TemporaryFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    public static TemporaryFolder create() {
        return create(Path.of(System.getProperty("java.io.tmpdir", ".")));
    }

    /** The same in another folder, which must be there. */
    static TemporaryFolder create(Path parent) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(
                    parent, "coffer-", Permissions.on(parent).ofFolder()));
        } catch (IOException e) {
            throw StorageFailure.creating(e, parent);
        }
    }

    public Path path() {
        return path;
    }

    /** Never throws, so that what was done with the folder is what its user hears of. */
    @Override
    public void close() {
        try {
            Folders.delete(path);
        } catch (IOException e) {
            LOG.warn("temporary.left folder={}", path, e);
        }
    }
}

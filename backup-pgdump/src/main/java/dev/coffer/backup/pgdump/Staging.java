package dev.coffer.backup.pgdump;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of the owner alone for what a tool can write to, or read from, the default file system only. */
final class Staging implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

    private final @Nullable Path parent;

    private Staging(@Nullable Path parent) {
        this.parent = parent;
    }

    static Staging of(DumpLayout layout) throws IOException {
        return layout == DumpLayout.DIRECTORY ? create() : new Staging(null);
    }

    /** Temporary folders are the owner's alone from the moment they exist. */
    static Staging create() throws IOException {
        return new Staging(Files.createTempDirectory("coffer-dump-"));
    }

    /** The folder that the tool makes. */
    Path folder() {
        if (parent == null) {
            throw new IllegalStateException("nothing is staged");
        }
        return parent.resolve("dump");
    }

    @Override
    public void close() {
        if (parent == null) {
            return;
        }
        try {
            delete(folder());
            Files.deleteIfExists(parent);
        } catch (IOException e) {
            LOG.warn("staging.left path={} error={}", parent, e.toString());
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}

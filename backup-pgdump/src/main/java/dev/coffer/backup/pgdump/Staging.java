package dev.coffer.backup.pgdump;

import dev.coffer.backup.pgdump.tools.ToolRun;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of the owner alone for what a tool can write to, or read from, the default file system only. */
final class Staging implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

    private static final long LOOK_MILLIS = 250;

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

    /** Takes for a sign of life of the tool what it writes here; ends with the tool. */
    void watch(ToolRun tool) {
        Thread thread = new Thread(
                () -> {
                    long before = -1;
                    try {
                        while (tool.isRunning()) {
                            long now = bytes();
                            if (now != before) {
                                tool.sign();
                                before = now;
                            }
                            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                        }
                    } catch (InterruptedException e) {
                        // Nobody interrupts this thread but a JVM that ends.
                        Thread.currentThread().interrupt();
                    }
                },
                "coffer-staging-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private long bytes() {
        long sum = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder())) {
            for (Path file : files) {
                sum += Files.size(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("staging.unreadable path={} error={}", parent, e.toString());
        }
        return sum;
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

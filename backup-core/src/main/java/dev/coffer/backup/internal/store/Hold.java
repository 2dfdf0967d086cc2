package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that somebody is writing a {@code .partial} folder: a lock on the file {@code .lock} in it, which the operating
 * system gives back when the process ends, however it ends. Whoever removes such folders asks {@link #isHeld} first.
 */
final class Hold implements AutoCloseable {
    static final String FILE = ".lock";
    private static final Logger LOG = LoggerFactory.getLogger(Hold.class);
    // Closing any channel on a file drops this process's lock on it, so our own holds must never be probed with a lock.
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private Hold(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Takes the hold of a folder that was just made. */
    static Hold take(Path folder) throws IOException {
        Path real = folder.toRealPath();
        OURS.add(real);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    folder.resolve(FILE),
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    Permissions.on(folder).ofFile());
            FileLock lock = channel.lock();
            LOG.debug("hold.taken folder={} shared={}", folder, lock.isShared());
            return new Hold(real, channel);
        } catch (IOException e) {
            OURS.remove(real);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    /**
     * Whether somebody is writing the folder, in this process or another. One without a lock file is held for nobody,
     * unless it was made a moment ago.
     */
    static boolean isHeld(Path folder) throws IOException {
        if (OURS.contains(folder.toRealPath())) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(
                        folder.resolve(FILE), Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            LOG.debug("hold.elsewhere folder={}", folder);
            return true;
        } catch (NoSuchFileException e) {
            LOG.debug("hold.no-file folder={}", folder);
            return false;
        }
    }

    /** Removes the lock file from where the folder lies now, and lets go. */
    void end(Path moved) throws IOException {
        try (this) {
            Files.deleteIfExists(moved.resolve(FILE));
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            OURS.remove(folder);
        }
    }
}

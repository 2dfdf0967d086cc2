package dev.coffer.backup.internal.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that an exclusive run writes into a folder of backups: a lock on a file in it, which the operating system gives back
 * when the process ends, however it ends. The file itself stays: to remove it would let two runs lock two files of one name.
 */
public final class RunLock implements AutoCloseable {
    /** The file, in the folder that backups are written to. */
    public static final String FILE = ".coffer.lock";

    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
    // Closing any channel on a file drops this process's lock on it, so within the process no second one is opened.
    // What is
    // static belongs to one class loader; the system's properties belong to the process.
    private static final String OURS = "dev.coffer.backup.exclusive:";
    // Beyond the text, which others are to read while the lock is held; on Windows a lock keeps readers out.
    private static final long LOCKED_BYTE = 1 << 20;
    private static final int LONGEST = 100;
    private static final Pattern HOLDER = Pattern.compile("process [0-9]{1,19} since [0-9TZ:.-]{20,30}");

    private final Path folder;
    private final FileChannel channel;

    private RunLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock of a folder, which is made if it does not exist.
     *
     * @throws BackupException with {@link ErrorCode#ALREADY_RUNNING} when another run has it, in this process or another
     */
    public static RunLock take(Path root) {
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root, Permissions.on(root).ofFolder());
            }
            Path real = root.toRealPath();
            if (System.getProperties().putIfAbsent(OURS + real, "") != null) {
                throw running(root, "this process");
            }
            try {
                return new RunLock(real, lock(root));
            } catch (IOException | RuntimeException e) {
                System.clearProperty(OURS + real);
                throw e;
            }
        } catch (IOException e) {
            throw StorageFailure.writing(e, root.resolve(FILE).toString(), null);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel = FileChannel.open(
                root.resolve(FILE),
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                Permissions.on(root).ofFile());
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw running(root, holder(channel).orElse("another process"));
            }
            byte[] text = ("process " + ProcessHandle.current().pid() + " since "
                            + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n")
                    .getBytes(US_ASCII);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(text), 0);
            LOG.debug("backup.exclusive folder={} shared={}", root, lock.isShared());
            return channel;
        } catch (OverlappingFileLockException e) {
            close(channel, e);
            throw running(root, "this process");
        } catch (IOException | RuntimeException e) {
            close(channel, e);
            throw e;
        }
    }

    private static void close(FileChannel channel, Exception failure) {
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** What stands in the file; anybody may have written it, so nothing but what we write is repeated. */
    private static Optional<String> holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST);
        int length = channel.read(text, 0);
        String line = new String(text.array(), 0, Math.max(0, length), US_ASCII).strip();
        return HOLDER.matcher(line).matches() ? Optional.of(line) : Optional.empty();
    }

    private static BackupException running(Path root, String holder) {
        return Problem.of(ErrorCode.ALREADY_RUNNING, "another exclusive backup is being written here, by " + holder)
                .file(root.toString())
                .hint("wait until it has ended, or stop it if it hangs; a run that was killed holds nothing")
                .exception();
    }

    @Override
    public void close() {
        // The channel first: whoever finds the folder free must find the file free.
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("backup.exclusive-not-released folder={}", folder, e);
        } finally {
            System.clearProperty(OURS + folder);
        }
    }
}

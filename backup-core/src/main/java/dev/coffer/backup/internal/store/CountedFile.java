package dev.coffer.backup.internal.store;

import dev.coffer.backup.BackupException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;
import java.util.function.Consumer;

/** A new file whose bytes are counted and hashed on their way; once closed it is made durable. One thread at a time. */
final class CountedFile extends OutputStream {
    private static final int BUFFER = 64 * 1024;
    // What is written in one call is copied outside the heap by the JDK, so a huge array must not go in one.
    private static final int LARGEST_WRITE = 256 * 1024;

    /** So much is worth asking for before the end. */
    private static final int AHEAD = 32 * 1024 * 1024;

    private final String name;
    private final Path path;
    private final WritableByteChannel channel;
    private final Durability durability;
    private final Consumer<CountedFile> completed;
    private final MessageDigest sha = Sha256.begin();
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private long written;
    private long askedFor;
    private boolean failed;
    private volatile boolean closed;

    private CountedFile(
            String name,
            Path path,
            WritableByteChannel channel,
            Durability durability,
            Consumer<CountedFile> completed) {
        this.durability = durability;
        this.name = name;
        this.path = path;
        this.channel = channel;
        this.completed = completed;
    }

    /**
     * Creates the file.
     *
     * @param completed is told when the file lies there whole, and never of a file that failed
     * @throws FileAlreadyExistsException when there is one of that name
     */
    static CountedFile create(
            String name, Path path, Permissions permissions, Durability durability, Consumer<CountedFile> completed)
            throws FileAlreadyExistsException {
        return new CountedFile(name, path, open(name, path, permissions), durability, completed);
    }

    /** The same where the bytes go into a channel; then {@code path} is only where the file would lie. */
    static CountedFile into(
            WritableByteChannel channel,
            String name,
            Path path,
            Durability durability,
            Consumer<CountedFile> completed) {
        return new CountedFile(name, path, channel, durability, completed);
    }

    private static WritableByteChannel open(String name, Path path, Permissions permissions)
            throws FileAlreadyExistsException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            return path.getFileSystem() == FileSystems.getDefault()
                    ? FileChannel.open(path, options, permissions.ofFile())
                    : Files.newByteChannel(path, options, permissions.ofFile());
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw StorageFailure.writing(e, name, path.getParent());
        }
    }

    String name() {
        return name;
    }

    Path path() {
        return path;
    }

    boolean isOpen() {
        return !closed;
    }

    /** How many bytes came so far. */
    long position() {
        return written + buffered;
    }

    String sha256SoFar() {
        drain();
        return Sha256.hexSoFar(sha);
    }

    @Override
    public void write(int b) {
        if (buffered == BUFFER) {
            drain();
        }
        buffer[buffered++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (length > BUFFER - buffered) {
            drain();
        }
        if (length >= BUFFER) {
            send(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, buffered, length);
            buffered += length;
        }
    }

    private void drain() {
        if (buffered > 0) {
            int length = buffered;
            buffered = 0;
            send(buffer, 0, length);
        }
    }

    private void send(byte[] bytes, int offset, int length) {
        if (failed || closed) {
            throw new IllegalStateException("the file " + name + " is closed");
        }
        try {
            int end = offset + length;
            for (int from = offset; from < end; from += LARGEST_WRITE) {
                int size = Math.min(LARGEST_WRITE, end - from);
                sha.update(bytes, from, size);
                ByteBuffer block = ByteBuffer.wrap(bytes, from, size);
                while (block.hasRemaining()) {
                    channel.write(block);
                }
                written += size;
            }
            if (written - askedFor >= AHEAD && channel instanceof FileChannel open && isDefault()) {
                askedFor = written;
                durability.ahead(open, name, path.getParent());
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private boolean isDefault() {
        return path.getFileSystem() == FileSystems.getDefault();
    }

    private BackupException failure(IOException e) {
        failed = true;
        try {
            channel.close();
        } catch (IOException another) {
            e.addSuppressed(another);
        }
        return StorageFailure.writing(e, name, path.getParent());
    }

    /** Completes the file, unless it failed, which has been thrown then. */
    @Override
    public void close() {
        if (closed || failed) {
            closed = true;
            return;
        }
        drain();
        closed = true;
        if (channel instanceof FileChannel file && isDefault()) {
            durability.complete(file, name, path.getParent());
        } else {
            try {
                channel.close();
            } catch (IOException e) {
                throw failure(e);
            }
        }
        completed.accept(this);
    }

    /** The SHA-256 of a file that is complete; can be asked for once. */
    String sha256() {
        if (!closed || failed) {
            throw new IllegalStateException("the file " + name + " is not complete");
        }
        return Sha256.hex(sha);
    }

    /** Gives up a file that will not be completed, and removes it. */
    void abandon() throws IOException {
        failed = true;
        closed = true;
        try {
            channel.close();
        } finally {
            // After the closing, with which a store of objects takes the file.
            Files.deleteIfExists(path);
        }
    }
}

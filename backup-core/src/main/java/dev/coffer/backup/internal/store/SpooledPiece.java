package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bytes of a piece that waits for its turn: the last of them in memory, those before in a file. */
final class SpooledPiece {
    private static final int SMALLEST_BUFFER = 4 * 1024;
    private static final int BUFFER = 64 * 1024;

    /** Takes what waited. */
    interface Target {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    private final Spool spool;
    private byte[] buffer = new byte[0];
    private int buffered;
    private long inFile;
    private boolean kept;
    private @Nullable Path file;
    private volatile @Nullable FileChannel channel;

    SpooledPiece(Spool spool) {
        this.spool = spool;
    }

    /** Takes bytes for which room has been reserved. */
    void write(byte[] bytes, int offset, int length) {
        if (length > BUFFER - buffered) {
            drain();
        }
        if (length >= BUFFER) {
            toFile(bytes, offset, length);
            return;
        }
        if (length > buffer.length - buffered) {
            int needed = Math.max(SMALLEST_BUFFER, buffered + length);
            buffer = Arrays.copyOf(buffer, Math.min(BUFFER, Math.max(needed, 2 * buffer.length)));
        }
        System.arraycopy(bytes, offset, buffer, buffered, length);
        buffered += length;
    }

    /** No more bytes come; the turn has not. */
    void complete() {
        if (buffered > 0) {
            if (spool.keepInMemory(buffered)) {
                kept = true;
                buffer = Arrays.copyOf(buffer, buffered);
            } else {
                drain();
                buffer = new byte[0];
            }
        }
        try {
            letGo();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Hands all bytes over and gives the room back. */
    void moveTo(Target out) throws IOException {
        Path from = file;
        if (from != null) {
            byte[] block = new byte[BUFFER];
            try (FileChannel reading = FileChannel.open(from, StandardOpenOption.READ)) {
                ByteBuffer window = ByteBuffer.wrap(block);
                long left = inFile;
                while (left > 0) {
                    window.clear();
                    int read = reading.read(window);
                    if (read < 0) {
                        throw new IOException("a spool file is shorter than what was written to it");
                    }
                    out.write(block, 0, read);
                    left -= read;
                }
            }
            letGo();
            Files.delete(from);
        }
        out.write(buffer, 0, buffered);
        if (kept) {
            spool.releaseMemory(buffered);
        }
        spool.release(inFile + buffered);
        spool.forget(this);
        buffer = new byte[0];
    }

    void letGo() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            open.close();
            channel = null;
        }
    }

    private void drain() {
        if (buffered > 0) {
            toFile(buffer, 0, buffered);
            buffered = 0;
        }
    }

    private void toFile(byte[] bytes, int offset, int length) {
        try {
            FileChannel to = channel;
            if (to == null) {
                Path created = spool.newFile();
                to = FileChannel.open(
                        created,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        Permissions.on(created).ofFile());
                file = created;
                channel = to;
            }
            ByteBuffer block = ByteBuffer.wrap(bytes, offset, length);
            while (block.hasRemaining()) {
                to.write(block);
            }
            inFile += length;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private RuntimeException failure(IOException e) {
        Path created = file;
        return StorageFailure.writing(e, "the spool", created == null ? null : created.getParent());
    }
}

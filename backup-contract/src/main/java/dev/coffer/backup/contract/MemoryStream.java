package dev.coffer.backup.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/** A stream of a {@link MemoryFiles}; what was written counts only once it is closed. */
final class MemoryStream extends OutputStream {
    private final MemoryFiles files;
    private final Consumer<byte[]> complete;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean closed;

    MemoryStream(MemoryFiles files, Consumer<byte[]> complete) {
        this.files = files;
        this.complete = complete;
        files.opened();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        files.count(length);
        if (!files.discarding()) {
            bytes.write(from, offset, length);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            complete.accept(bytes.toByteArray());
            abandon();
        }
    }

    synchronized void abandon() {
        if (!closed) {
            closed = true;
            files.closed();
        }
    }
}

package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A stream that belongs to the caller: never closed, its failure remembered, and given nothing more once the backup was given up. */
public final class Sink extends OutputStream {
    private final OutputStream out;
    private volatile @Nullable IOException failure;
    private volatile boolean abandoned;

    public Sink(OutputStream out) {
        this.out = out;
    }

    /** What the stream threw, if it did. */
    public @Nullable IOException failure() {
        return failure;
    }

    /** From now on bytes go nowhere, so that what compression still holds is not sent after a failure. */
    void abandon() {
        abandoned = true;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!abandoned) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (!abandoned) {
            try {
                out.flush();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private IOException failed(IOException e) {
        failure = e;
        abandoned = true;
        return e;
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}

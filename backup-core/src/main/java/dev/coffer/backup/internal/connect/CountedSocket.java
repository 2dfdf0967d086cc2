package dev.coffer.backup.internal.connect;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A socket that tells whether anything still moves: each read that brought bytes and each small part of a write that the system
 * took counts. A large message over a slow line may take minutes, and is no silence.
 */
final class CountedSocket extends Socket {
    /** Small enough to be through in seconds where a line is worth the name. */
    private static final int PART = 1 << 13;

    private final AtomicLong moves = new AtomicLong();

    /** Grows with whatever comes or is taken; from any thread. */
    long moves() {
        return moves.get();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                int read = super.read();
                moves.incrementAndGet();
                return read;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                moves.incrementAndGet();
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int value) throws IOException {
                out.write(value);
                moves.incrementAndGet();
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                for (int sent = 0; sent < length; ) {
                    int count = Math.min(PART, length - sent);
                    out.write(buffer, offset + sent, count);
                    sent += count;
                    moves.incrementAndGet();
                }
            }
        };
    }
}

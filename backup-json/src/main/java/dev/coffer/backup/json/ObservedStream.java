package dev.coffer.backup.json;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Hashes what a parser reads, up to places that the parser names afterwards: it reads ahead in blocks, so the newest bytes
 * wait here until it has said where a token began.
 */
final class ObservedStream extends InputStream {
    /** More than any parser reads ahead. */
    private static final int WINDOW = 1 << 17;

    private static final int MOST_KEPT = 1 << 29;

    private final InputStream in;
    private final String file;
    private final MessageDigest digest = JsonLayout.sha256();
    private byte[] pending = new byte[2 * WINDOW];
    private int length;
    private long base;
    private boolean keeping;

    /** @param file how messages name it */
    ObservedStream(InputStream in, String file) {
        this.in = in;
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        int got = in.read(buffer, offset, Math.min(wanted, WINDOW));
        if (got > 0) {
            makeRoom(got);
            System.arraycopy(buffer, offset, pending, length, got);
            length += got;
        }
        return got;
    }

    private void makeRoom(int more) {
        if (length + more <= pending.length) {
            return;
        }
        if (keeping) {
            if (length > MOST_KEPT) {
                throw Problem.of(ErrorCode.LIMIT, "the catalogue in the document is larger than 512 MB")
                        .file(file)
                        .exception();
            }
            pending = Arrays.copyOf(pending, Math.max(2 * pending.length, length + more));
        } else {
            hash(length - WINDOW / 2);
        }
    }

    private void hash(int count) {
        if (count > 0) {
            digest.update(pending, 0, count);
            System.arraycopy(pending, count, pending, 0, length - count);
            length -= count;
            base += count;
        }
    }

    /** Keeps everything from the newest bytes on, for {@link #kept}. */
    void keep() {
        keeping = true;
    }

    /** A copy of the bytes from one offset to before another; both lie among those that are kept. */
    byte[] kept(long from, long to) {
        byte[] bytes = Arrays.copyOfRange(pending, Math.toIntExact(from - base), Math.toIntExact(to - base));
        keeping = false;
        hash(Math.toIntExact(to - base));
        pending = Arrays.copyOf(pending, Math.max(length, 2 * WINDOW));
        return bytes;
    }

    /** The SHA-256 of the bytes before this offset, since the beginning or since the offset that was asked for last. */
    String sha256Until(long offset) {
        hash(Math.toIntExact(offset - base));
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

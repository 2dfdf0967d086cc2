package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/** The bytes of a table that lies uncompressed in a file, and not one more. */
final class PlainPieces extends InputStream {
    private static final int LARGEST_READ = 256 * 1024;

    private final String file;
    private final SeekableByteChannel channel;
    private long left;

    /** Pieces lie side by side, which the manifest was checked for. */
    PlainPieces(String file, SeekableByteChannel channel, List<Manifest.Piece> pieces) throws IOException {
        this.file = file;
        this.channel = channel;
        this.left = pieces.stream().mapToLong(Manifest.Piece::length).sum();
        channel.position(pieces.get(0).offset());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int wanted = (int) Math.min(Math.min(length, LARGEST_READ), left);
        int read = channel.read(ByteBuffer.wrap(into, offset, wanted));
        if (read < 0) {
            throw CompressedPieces.notAsRecorded(file, "the file ends within a table");
        }
        left -= read;
        return read;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

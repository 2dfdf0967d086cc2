package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The uncompressed bytes of a table whose pieces are gzip members: exactly one member for each, of exactly the length
 * that the manifest gives, and with exactly as many bytes in it. Nothing is inflated beyond them.
 */
final class GzipPieces extends CompressedPieces {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;

    private final SeekableByteChannel channel;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] block = new byte[64 * 1024];
    private long compressedLeft;
    private long plainRead;

    GzipPieces(String file, SeekableByteChannel channel, List<Manifest.Piece> pieces) {
        super(file, pieces);
        this.channel = channel;
    }

    @Override
    int readPiece(byte[] into, int offset, int length) throws IOException {
        int read = inflate(into, offset, length);
        crc.update(into, offset, read);
        plainRead += read;
        return read;
    }

    @Override
    void begin(Manifest.Piece piece) throws IOException {
        if (piece.length() < HEADER + TRAILER) {
            throw notAsRecorded(file, "a piece is too short to be compressed");
        }
        channel.position(piece.offset());
        byte[] header = exactly(HEADER);
        if ((header[0] & 0xff) != 0x1f || (header[1] & 0xff) != 0x8b || header[2] != 8 || header[3] != 0) {
            throw notAsRecorded(file, "a piece does not begin as a compressed one does");
        }
        inflater.reset();
        crc.reset();
        compressedLeft = piece.length() - HEADER - TRAILER;
        plainRead = 0;
    }

    private int inflate(byte[] into, int offset, int length) throws IOException {
        try {
            while (true) {
                int inflated = inflater.inflate(into, offset, length);
                if (inflated > 0) {
                    return inflated;
                }
                if (inflater.finished() || inflater.needsDictionary()) {
                    return 0;
                }
                if (!feed()) {
                    return 0;
                }
            }
        } catch (DataFormatException e) {
            throw notAsRecorded(file, "a piece cannot be decompressed", e);
        }
    }

    /** Gives the inflater the next block of the piece; false when there is none. */
    private boolean feed() throws IOException {
        if (compressedLeft == 0) {
            return false;
        }
        int read = channel.read(ByteBuffer.wrap(block, 0, (int) Math.min(block.length, compressedLeft)));
        if (read < 0) {
            throw notAsRecorded(file, "the file ends within a table");
        }
        compressedLeft -= read;
        inflater.setInput(block, 0, read);
        return true;
    }

    @Override
    void end() throws IOException {
        if (!inflater.finished() || compressedLeft > 0 || inflater.getRemaining() > 0) {
            throw notAsRecorded(file, "a piece holds something beside its compressed bytes");
        }
        ByteBuffer expected = ByteBuffer.allocate(TRAILER).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        expected.putInt((int) crc.getValue()).putInt((int) plainRead);
        if (!Arrays.equals(expected.array(), exactly(TRAILER))) {
            throw notAsRecorded(file, "a piece does not have the check sum that it gives");
        }
    }

    private byte[] exactly(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw notAsRecorded(file, "the file ends within a table");
            }
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        channel.close();
    }
}

package dev.coffer.backup.internal.store;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The uncompressed bytes of a table whose pieces are gzip members: exactly one member for each, of exactly the length
 * that the manifest gives, and with exactly as many bytes in it. Nothing is inflated beyond them.
 */
final class GzipPieces extends InputStream {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;

    private final String file;
    private final SeekableByteChannel channel;
    private final Iterator<Manifest.Piece> pieces;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] block = new byte[64 * 1024];
    private boolean inMember;
    private long compressedLeft;
    private long plainLeft;
    private long plainLength;

    GzipPieces(String file, SeekableByteChannel channel, List<Manifest.Piece> pieces) {
        this.file = file;
        this.channel = channel;
        this.pieces = pieces.iterator();
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
        while (true) {
            if (!inMember) {
                if (!pieces.hasNext()) {
                    return -1;
                }
                begin(pieces.next());
            }
            if (plainLeft == 0) {
                end();
                continue;
            }
            int read = inflate(into, offset, (int) Math.min(length, plainLeft));
            if (read == 0) {
                throw notAsRecorded(file, "a piece holds less than the manifest says");
            }
            plainLeft -= read;
            crc.update(into, offset, read);
            return read;
        }
    }

    private void begin(Manifest.Piece piece) throws IOException {
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
        plainLength = piece.plainLength();
        plainLeft = plainLength;
        inMember = true;
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

    private void end() throws IOException {
        if (inflate(new byte[1], 0, 1) > 0) {
            throw notAsRecorded(file, "a piece holds more than the manifest says");
        }
        if (!inflater.finished() || compressedLeft > 0 || inflater.getRemaining() > 0) {
            throw notAsRecorded(file, "a piece holds something beside its compressed bytes");
        }
        ByteBuffer expected = ByteBuffer.allocate(TRAILER).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        expected.putInt((int) crc.getValue()).putInt((int) plainLength);
        if (!Arrays.equals(expected.array(), exactly(TRAILER))) {
            throw notAsRecorded(file, "a piece does not have the check sum that it gives");
        }
        inMember = false;
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

    static BackupException notAsRecorded(String file, String what) {
        return notAsRecorded(file, what, null);
    }

    static BackupException notAsRecorded(String file, String what, @Nullable Throwable cause) {
        return Problem.of(ErrorCode.CHECKSUM, what)
                .file(file)
                .hint("it was damaged or changed; restore from another backup")
                .exception(cause);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        channel.close();
    }
}

package dev.coffer.backup.internal.store;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.internal.compression.Zstd;
import dev.coffer.backup.internal.compression.ZstdFrames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The uncompressed bytes of a table whose pieces are Zstandard frames: exactly as many bytes in each piece as the manifest
 * says, and nothing is decompressed beyond them.
 */
final class ZstdPieces extends InputStream {
    private final String file;
    private final SeekableByteChannel channel;
    private final Iterator<Manifest.Piece> pieces;
    private @Nullable ZstdFrames frames;
    private long plainLeft;

    ZstdPieces(String file, SeekableByteChannel channel, List<Manifest.Piece> pieces) {
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
            ZstdFrames open = frames;
            if (open == null) {
                if (!pieces.hasNext()) {
                    return -1;
                }
                begin(pieces.next());
            } else if (plainLeft == 0) {
                end(open);
            } else {
                int read = read(open, into, offset, (int) Math.min(length, plainLeft));
                if (read < 0) {
                    throw GzipPieces.notAsRecorded(file, "a piece holds less than the manifest says");
                }
                plainLeft -= read;
                return read;
            }
        }
    }

    private void begin(Manifest.Piece piece) throws IOException {
        // One piece is read as a file that is not compressed is: up to its end, and not a byte more.
        frames = Zstd.frames(new PlainPieces(file, channel, List.of(piece)), file);
        plainLeft = piece.plainLength();
    }

    private void end(ZstdFrames open) throws IOException {
        if (read(open, new byte[1], 0, 1) >= 0) {
            throw GzipPieces.notAsRecorded(file, "a piece holds more than the manifest says");
        }
        open.release();
        frames = null;
    }

    private int read(ZstdFrames open, byte[] into, int offset, int length) throws IOException {
        try {
            return open.read(into, offset, length);
        } catch (BackupException e) {
            throw e.code() == ErrorCode.MALFORMED
                    ? GzipPieces.notAsRecorded(file, "a piece cannot be decompressed", e)
                    : e;
        }
    }

    @Override
    public void close() throws IOException {
        if (frames != null) {
            frames.release();
        }
        channel.close();
    }
}

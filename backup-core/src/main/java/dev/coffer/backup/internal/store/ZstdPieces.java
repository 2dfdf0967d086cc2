package dev.coffer.backup.internal.store;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.internal.compression.Zstd;
import dev.coffer.backup.internal.compression.ZstdFrames;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The uncompressed bytes of a table whose pieces are Zstandard frames: exactly as many bytes in each piece as the manifest
 * says, and nothing is decompressed beyond them.
 */
final class ZstdPieces extends CompressedPieces {
    private final SeekableByteChannel channel;
    private @Nullable ZstdFrames frames;

    ZstdPieces(String file, SeekableByteChannel channel, List<Manifest.Piece> pieces) {
        super(file, pieces);
        this.channel = channel;
    }

    @Override
    void begin(Manifest.Piece piece) throws IOException {
        // One piece is read as a file that is not compressed is: up to its end, and not a byte more.
        frames = Zstd.frames(new PlainPieces(file, channel, List.of(piece)), file);
    }

    @Override
    int readPiece(byte[] into, int offset, int length) throws IOException {
        try {
            return Math.max(requireNonNull(frames).read(into, offset, length), 0);
        } catch (BackupException e) {
            throw e.code() == ErrorCode.MALFORMED ? notAsRecorded(file, "a piece cannot be decompressed", e) : e;
        }
    }

    @Override
    void end() {
        requireNonNull(frames).release();
        frames = null;
    }

    @Override
    public void close() throws IOException {
        if (frames != null) {
            frames.release();
        }
        channel.close();
    }
}

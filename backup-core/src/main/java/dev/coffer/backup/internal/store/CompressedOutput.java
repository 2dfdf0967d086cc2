package dev.coffer.backup.internal.store;

import dev.coffer.backup.internal.compression.ParallelBlocks;
import java.security.MessageDigest;

/** Pieces that are compressed on several threads; what comes is counted and hashed before it is. */
abstract class CompressedOutput extends PieceOutput {
    private final ParallelBlocks blocks;
    private final MessageDigest sha = Sha256.begin();
    private long before;
    private long inPiece;

    CompressedOutput(CountedFile file, ParallelBlocks blocks) {
        super(file);
        this.blocks = blocks;
    }

    @Override
    void begin() {
        before += inPiece;
        inPiece = 0;
    }

    @Override
    void write(byte[] bytes, int offset, int length) {
        sha.update(bytes, offset, length);
        inPiece += length;
        blocks.write(bytes, offset, length);
    }

    @Override
    void end() {
        blocks.end();
    }

    /** How many plain bytes the piece has so far. */
    final long inPiece() {
        return inPiece;
    }

    @Override
    final long plainPosition() {
        return before + inPiece;
    }

    @Override
    final String plainSha256() {
        return Sha256.hexSoFar(sha);
    }

    @Override
    public final void close() {
        blocks.close();
    }
}

package dev.coffer.backup.internal.store;

import java.security.MessageDigest;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Each piece as a gzip member of its own, RFC 1952, with the shortest header: no name, no time. */
final class GzipOutput extends PieceOutput {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final GzipBlocks blocks;
    private final CRC32 crc = new CRC32();
    private final MessageDigest sha = Sha256.begin();
    private long before;
    private long member;

    GzipOutput(CountedFile file) {
        super(file);
        this.blocks = new GzipBlocks(file);
    }

    @Override
    void begin() {
        crc.reset();
        before += member;
        member = 0;
        file.write(HEADER, 0, HEADER.length);
    }

    @Override
    void write(byte[] bytes, int offset, int length) {
        sha.update(bytes, offset, length);
        crc.update(bytes, offset, length);
        member += length;
        blocks.write(bytes, offset, length);
    }

    @Override
    void end() {
        blocks.end();
        little((int) crc.getValue());
        little((int) member);
    }

    private void little(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            file.write(value >>> shift);
        }
    }

    @Override
    long plainPosition() {
        return before + member;
    }

    @Override
    String plainSha256() {
        return Sha256.hexSoFar(sha);
    }

    @Override
    public void close() {
        blocks.close();
    }
}

package dev.coffer.backup.internal.store;

import java.security.MessageDigest;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Each piece as a gzip member of its own, RFC 1952, with the shortest header: no name, no time. */
final class GzipOutput extends PieceOutput {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    // The deflater copies its input outside the heap.
    private static final int LARGEST_INPUT = 64 * 1024;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final CRC32 crc = new CRC32();
    private final MessageDigest sha = Sha256.begin();
    private final byte[] deflated = new byte[LARGEST_INPUT];
    private long before;
    private long member;

    GzipOutput(CountedFile file) {
        super(file);
    }

    @Override
    void begin() {
        deflater.reset();
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
        int end = offset + length;
        for (int from = offset; from < end; from += LARGEST_INPUT) {
            deflater.setInput(bytes, from, Math.min(LARGEST_INPUT, end - from));
            while (!deflater.needsInput()) {
                file.write(deflated, 0, deflater.deflate(deflated));
            }
        }
    }

    @Override
    void end() {
        deflater.finish();
        while (!deflater.finished()) {
            file.write(deflated, 0, deflater.deflate(deflated));
        }
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
        deflater.end();
    }
}

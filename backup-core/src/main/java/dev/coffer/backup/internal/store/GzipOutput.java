package dev.coffer.backup.internal.store;

import dev.coffer.backup.internal.compression.GzipBlocks;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Each piece as a gzip member of its own, RFC 1952, with the shortest header: no name, no time. */
final class GzipOutput extends CompressedOutput {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final CRC32 crc = new CRC32();

    GzipOutput(CountedFile file) {
        super(file, new GzipBlocks(file::write));
    }

    @Override
    void begin() {
        super.begin();
        crc.reset();
        file.write(HEADER, 0, HEADER.length);
    }

    @Override
    void write(byte[] bytes, int offset, int length) {
        crc.update(bytes, offset, length);
        super.write(bytes, offset, length);
    }

    @Override
    void end() {
        super.end();
        little((int) crc.getValue());
        little((int) inPiece());
    }

    private void little(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            file.write(value >>> shift);
        }
    }
}

package dev.coffer.backup.internal.rows;

import java.util.HexFormat;

/**
 * The content hash of a table: the sum, modulo 2^128, of a 128-bit MurmurHash3 (x64, seed 0) of each row's COPY text
 * without its line feed. The first 64-bit word of the hash is the more significant one. Not safe for use by several
 * threads.
 */
public final class ContentHash {
    private final Murmur3 murmur = new Murmur3();
    private long high;
    private long low;

    public void add(byte[] line, int offset, int length) {
        murmur.hash(line, offset, length);
        add(murmur.high(), murmur.low());
    }

    /** Adds the rows of another part of the same table. */
    public void add(ContentHash part) {
        add(part.high, part.low);
    }

    private void add(long otherHigh, long otherLow) {
        low += otherLow;
        high += otherHigh + (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
    }

    /** 32 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}

package dev.coffer.backup.internal.rows;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.HexFormat;

/**
 * The content hash of a table: the sum, modulo 2^128, of a 128-bit MurmurHash3 (x64, seed 0) of each row's COPY text
 * without its line feed. The first 64-bit word of the hash is the more significant one. Not safe for use by several
 * threads.
 */
public final class ContentHash {
    private static final Hasher128 MURMUR = Hashing.murmur3_128();

    /** Digits of a 64-bit word. */
    private static final int WORD = 16;

    private long high;
    private long low;

    /**
     * What {@link #toString} gave.
     *
     * @throws IllegalArgumentException when it is not 32 hexadecimal digits
     */
    public static ContentHash of(String digits) {
        if (digits.length() != 2 * WORD) {
            throw new IllegalArgumentException("not a content hash");
        }
        ContentHash hash = new ContentHash();
        hash.high = HexFormat.fromHexDigitsToLong(digits, 0, WORD);
        hash.low = HexFormat.fromHexDigitsToLong(digits, WORD, 2 * WORD);
        return hash;
    }

    public void add(byte[] line, int offset, int length) {
        HashValue128 hash = MURMUR.hashBytesTo128Bits(line, offset, length);
        // The library calls the first word the least significant.
        add(hash.getLeastSignificantBits(), hash.getMostSignificantBits());
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

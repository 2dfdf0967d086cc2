package dev.coffer.backup.internal.rows;

/**
 * MurmurHash3 (x64, 128 bits, seed 0), eight bytes at a time and without an object for each hash (ADR 4). Not safe for use by
 * several threads.
 */
public final class Murmur3 {
    private static final int BLOCK = 2 * Bytes8.SIZE;
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private long high;
    private long low;

    /** Hashes bytes; {@link #high} and {@link #low} tell the hash until the next call. */
    public void hash(byte[] bytes, int offset, int length) {
        long h1 = 0;
        long h2 = 0;
        int end = offset + length;
        int at = offset;
        for (; end - at >= BLOCK; at += BLOCK) {
            h1 ^= first(Bytes8.get(bytes, at));
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= second(Bytes8.get(bytes, at + Bytes8.SIZE));
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        if (end - at > Bytes8.SIZE) {
            h2 ^= second(rest(bytes, at + Bytes8.SIZE, end));
            h1 ^= first(Bytes8.get(bytes, at));
        } else if (end > at) {
            h1 ^= first(rest(bytes, at, end));
        }
        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        h1 = mix(h1);
        h2 = mix(h2);
        h1 += h2;
        high = h1;
        low = h2 + h1;
    }

    /** At most eight bytes, the first in the lowest place. */
    private static long rest(byte[] bytes, int from, int end) {
        if (from + Bytes8.SIZE <= bytes.length) {
            int unwanted = Bytes8.SIZE - (end - from);
            return Bytes8.get(bytes, from) & (-1L >>> (unwanted * Byte.SIZE));
        }
        long rest = 0;
        for (int at = end - 1; at >= from; at--) {
            rest = rest << Byte.SIZE | (bytes[at] & 0xff);
        }
        return rest;
    }

    private static long first(long eight) {
        return Long.rotateLeft(eight * C1, 31) * C2;
    }

    private static long second(long eight) {
        return Long.rotateLeft(eight * C2, 33) * C1;
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** The first of the two words of 64 bits. */
    public long high() {
        return high;
    }

    /** The second one. */
    public long low() {
        return low;
    }
}

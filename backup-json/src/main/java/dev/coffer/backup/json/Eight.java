package dev.coffer.backup.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes of a string at a time, the first in the lowest place, for those that JSON gives a meaning. */
final class Eight {
    static final int SIZE = Long.BYTES;
    static final long HIGHEST = 0x8080808080808080L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private Eight() {}

    static long get(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    static void put(byte[] bytes, int at, long eight) {
        LONGS.set(bytes, at, eight);
    }

    /** How many, from the first one on, stand for themselves: neither quote nor backslash nor below U+0020. */
    static int clean(long eight) {
        // A borrow can only mark a byte above one that is marked rightly, so the lowest mark is always right.
        long quote = eight ^ QUOTES;
        long backslash = eight ^ BACKSLASHES;
        long marks = ((eight - SPACES) & ~eight) | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash);
        return Long.numberOfTrailingZeros(marks & HIGHEST) >>> 3;
    }
}

package dev.coffer.backup.internal.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at a time, the first in the lowest place, for those that the text form of COPY gives a meaning. */
final class Bytes8 {
    static final int SIZE = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST = 0x8080808080808080L;
    private static final long TABS = '\t' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    /** The first byte above the control characters that COPY escapes. */
    private static final long ABOVE_ESCAPED = ('\r' + 1) * ONES;

    private Bytes8() {}

    static long get(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    static void put(byte[] bytes, int at, long eight) {
        LONGS.set(bytes, at, eight);
    }

    /** The place of the first tab or backslash, or {@link #SIZE}. */
    static int delimiter(long eight) {
        return first(zero(eight ^ TABS) | zero(eight ^ BACKSLASHES));
    }

    /** The place of the first byte that may have to be escaped, which is a backslash or a control character, or {@link #SIZE}. */
    static int escaped(long eight) {
        return first(((eight - ABOVE_ESCAPED) & ~eight & HIGHEST) | zero(eight ^ BACKSLASHES));
    }

    // A borrow can only mark a byte above one that is marked rightly, so the lowest mark is always right.
    private static long zero(long eight) {
        return (eight - ONES) & ~eight & HIGHEST;
    }

    private static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}

package dev.coffer.backup.internal.rows;

import dev.coffer.backup.spi.Row;

/** The fields of one row as offsets into a buffer; used again for the next row. */
abstract class Fields implements Row {
    private static final int NULL = -1;

    private final int[] offsets;
    private final int[] lengths;
    private int found;
    private byte[] buffer = new byte[0];
    private byte[] scratch = new byte[0];

    Fields(int fields) {
        offsets = new int[fields];
        lengths = new int[fields];
    }

    /** Begins a row whose fields lie in this buffer. */
    final void begin(byte[] fieldsIn) {
        buffer = fieldsIn;
        found = 0;
    }

    /** Room of our own, at least this large, for fields that do not stand in the line as they are. */
    final byte[] scratch(int atLeast) {
        if (scratch.length < atLeast) {
            scratch = new byte[Math.max(atLeast, (int) Math.min(Integer.MAX_VALUE - 8L, scratch.length * 2L))];
        }
        return scratch;
    }

    final void add(int offset, int length) {
        if (found < offsets.length) {
            offsets[found] = offset;
            lengths[found] = length;
        }
        found++;
    }

    final void addNull() {
        add(0, NULL);
    }

    final void finish() {
        if (found != offsets.length) {
            throw new IllegalArgumentException("the row has " + found + " fields instead of " + offsets.length);
        }
    }

    @Override
    public final int size() {
        return offsets.length;
    }

    @Override
    public final boolean isNull(int field) {
        return lengths[field] == NULL;
    }

    @Override
    public final byte[] buffer() {
        return buffer;
    }

    @Override
    public final int offset(int field) {
        return offsets[field];
    }

    @Override
    public final int length(int field) {
        return lengths[field];
    }
}

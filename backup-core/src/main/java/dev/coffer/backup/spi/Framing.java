package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

/**
 * The bytes that core puts around the rows of a table in a {@link PiecedFile}: head, parts with a separator between
 * those that are not empty, tail. The arrays must not be changed afterwards.
 *
 * @param head written before the first part, also of a table without rows
 * @param separator written between two parts that both have bytes
 * @param tail written after the last part
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
public record Framing(byte[] head, byte[] separator, byte[] tail) {
    public Framing {
        requireNonNull(head, "head");
        requireNonNull(separator, "separator");
        requireNonNull(tail, "tail");
    }
}

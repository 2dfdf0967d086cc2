package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

/**
 * What was read of a table, all parts together.
 *
 * @param rows the number of rows
 * @param contentHash 32 lower-case hexadecimal digits: the sum, modulo 2^128, of a 128-bit hash of each row's COPY text;
 *     depends neither on the order of the rows nor on the format ({@code docs/format.md}, "Content hash")
 */
public record TableTotals(long rows, String contentHash) {
    public TableTotals {
        requireNonNull(contentHash, "contentHash");
    }
}

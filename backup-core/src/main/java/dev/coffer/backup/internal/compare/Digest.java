package dev.coffer.backup.internal.compare;

/**
 * 128 bits that stand for some fields of a row.
 *
 * @param high the more significant half
 * @param low the other
 */
record Digest(long high, long low) {}

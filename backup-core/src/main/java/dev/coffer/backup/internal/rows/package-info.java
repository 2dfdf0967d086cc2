/** Rows as COPY text: decoding, encoding, hashing. */
@NullMarked
package dev.coffer.backup.internal.rows;

import org.jspecify.annotations.NullMarked;

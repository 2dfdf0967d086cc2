/** The proof of a backup by restoring it. */
@NullMarked
package dev.coffer.backup.internal.drill;

import org.jspecify.annotations.NullMarked;

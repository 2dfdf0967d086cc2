/** How a database and its backups grow and shrink over time. */
@NullMarked
package dev.coffer.backup.internal.watch;

import org.jspecify.annotations.NullMarked;

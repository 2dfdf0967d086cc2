/** Who runs a server, and what of a database is theirs. */
@NullMarked
package dev.coffer.backup.internal.provider;

import org.jspecify.annotations.NullMarked;

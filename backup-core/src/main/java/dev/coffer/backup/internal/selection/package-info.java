/** Which tables a selection means, and what of a schema goes with them. */
@NullMarked
package dev.coffer.backup.internal.selection;

import org.jspecify.annotations.NullMarked;

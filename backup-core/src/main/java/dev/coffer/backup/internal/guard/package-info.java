/** Work with a backup before it and the way back when it fails. */
@NullMarked
package dev.coffer.backup.internal.guard;

import org.jspecify.annotations.NullMarked;

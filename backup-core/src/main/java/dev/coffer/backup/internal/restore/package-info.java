/** One run of a restore plan. */
@NullMarked
package dev.coffer.backup.internal.restore;

import org.jspecify.annotations.NullMarked;

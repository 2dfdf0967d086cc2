/** One run of a backup plan. */
@NullMarked
package dev.coffer.backup.internal.backup;

import org.jspecify.annotations.NullMarked;

/** Whether a backup is still what was written: its files, and the rows in them. */
@NullMarked
package dev.coffer.backup.internal.verify;

import org.jspecify.annotations.NullMarked;

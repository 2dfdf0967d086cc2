/** How far work with backups has come. */
@NullMarked
package dev.coffer.backup.internal.progress;

import org.jspecify.annotations.NullMarked;

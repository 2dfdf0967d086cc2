/** Which backups of a folder stay, which one is held, and what proves that one is good. */
@NullMarked
package dev.coffer.backup.internal.retention;

import org.jspecify.annotations.NullMarked;

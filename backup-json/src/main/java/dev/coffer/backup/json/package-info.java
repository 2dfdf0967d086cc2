/** Backups as one JSON document. */
@NullMarked
package dev.coffer.backup.json;

import org.jspecify.annotations.NullMarked;

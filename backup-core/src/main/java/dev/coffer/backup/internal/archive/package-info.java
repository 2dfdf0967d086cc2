/** A whole backup as one stream: tar, compressed; what is read may come from anybody. */
@NullMarked
package dev.coffer.backup.internal.archive;

import org.jspecify.annotations.NullMarked;

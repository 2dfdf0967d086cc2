/** Rows compared with rows, and the difference as a person reads it. Not for callers. */
@NullMarked
package dev.coffer.backup.testkit.internal.diff;

import org.jspecify.annotations.NullMarked;

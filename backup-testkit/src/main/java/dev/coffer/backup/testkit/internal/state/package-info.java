/** A database's rows and sequences as they were, and the way back. Not for callers. */
@NullMarked
package dev.coffer.backup.testkit.internal.state;

import org.jspecify.annotations.NullMarked;

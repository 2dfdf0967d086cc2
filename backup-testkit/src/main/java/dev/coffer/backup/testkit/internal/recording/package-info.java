/** Rows of a database written as a fixture. Not for callers. */
@NullMarked
package dev.coffer.backup.testkit.internal.recording;

import org.jspecify.annotations.NullMarked;

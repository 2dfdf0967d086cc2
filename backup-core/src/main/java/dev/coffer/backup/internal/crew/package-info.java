/** Threads that work together: the first failure ends them all. */
@NullMarked
package dev.coffer.backup.internal.crew;

import org.jspecify.annotations.NullMarked;

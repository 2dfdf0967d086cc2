/** The target of a fixture: what tables it has, and how rows get into them. Not for callers. */
@NullMarked
package dev.coffer.backup.testkit.internal.target;

import org.jspecify.annotations.NullMarked;

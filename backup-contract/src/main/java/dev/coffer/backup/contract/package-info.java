/** Test suites that a format of one's own must pass. */
@NullMarked
package dev.coffer.backup.contract;

import org.jspecify.annotations.NullMarked;

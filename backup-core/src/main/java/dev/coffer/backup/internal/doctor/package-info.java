/** Looks at a database, and at the machine, before a run begins. */
@NullMarked
package dev.coffer.backup.internal.doctor;

import org.jspecify.annotations.NullMarked;

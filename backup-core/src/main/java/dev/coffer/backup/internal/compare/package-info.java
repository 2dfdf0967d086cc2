/** What differs between two states of a database, of which each is a backup or the live database. */
@NullMarked
package dev.coffer.backup.internal.compare;

import org.jspecify.annotations.NullMarked;

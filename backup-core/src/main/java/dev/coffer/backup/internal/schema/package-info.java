/** The catalogue as an ordered list of entries with the statements that create them; one file for each kind of object. */
@NullMarked
package dev.coffer.backup.internal.schema;

import org.jspecify.annotations.NullMarked;

/** What the author of a format implements and is given. */
@NullMarked
package dev.coffer.backup.spi;

import org.jspecify.annotations.NullMarked;

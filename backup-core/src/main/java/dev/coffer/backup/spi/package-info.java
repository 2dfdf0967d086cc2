/**
 * What the author of a format implements, and what core hands to it. Callers of the library need nothing from here.
 */
@NullMarked
package dev.coffer.backup.spi;

import org.jspecify.annotations.NullMarked;

/** How messages are worded. */
@NullMarked
package dev.coffer.backup.internal.message;

import org.jspecify.annotations.NullMarked;

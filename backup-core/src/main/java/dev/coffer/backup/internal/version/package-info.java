/** What servers of several versions say in words of their own, and what only some of them know. */
@NullMarked
package dev.coffer.backup.internal.version;

import org.jspecify.annotations.NullMarked;

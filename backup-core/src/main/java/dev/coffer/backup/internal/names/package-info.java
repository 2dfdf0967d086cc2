/** Values that name objects or roles: where names stand in their text, and which of them a server has. */
@NullMarked
package dev.coffer.backup.internal.names;

import org.jspecify.annotations.NullMarked;

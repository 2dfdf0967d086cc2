/** What the server's catalogue says, and the document that carries it. */
@NullMarked
package dev.coffer.backup.internal.catalogue;

import org.jspecify.annotations.NullMarked;

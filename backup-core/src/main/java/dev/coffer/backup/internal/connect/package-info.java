/** Sessions with a server: connection strings, TLS, retries, pins, and errors without secrets. */
@NullMarked
package dev.coffer.backup.internal.connect;

import org.jspecify.annotations.NullMarked;

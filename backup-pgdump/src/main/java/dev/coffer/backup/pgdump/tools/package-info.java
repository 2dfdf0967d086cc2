/** PostgreSQL's client tools: where they lie, which versions they are, and how they run. */
@NullMarked
package dev.coffer.backup.pgdump.tools;

import org.jspecify.annotations.NullMarked;

/** What lies in a dump: its table of contents, and whether it is whole. */
@NullMarked
package dev.coffer.backup.pgdump.archive;

import org.jspecify.annotations.NullMarked;

/**
 * Backups as {@code pg_dump} writes them, for those who have PostgreSQL's client tools. JSON and CSV need none.
 */
@NullMarked
package dev.coffer.backup.pgdump;

import org.jspecify.annotations.NullMarked;

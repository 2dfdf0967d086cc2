/** Backups from a shell and from cron. */
@NullMarked
package dev.coffer.backup.cli;

import org.jspecify.annotations.NullMarked;

/** Backups as CSV files, one for each table. */
@NullMarked
package dev.coffer.backup.csv;

import org.jspecify.annotations.NullMarked;

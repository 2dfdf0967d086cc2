/** Plans that back up and restore a PostgreSQL database, and what they report. */
@NullMarked
package dev.coffer.backup;

import org.jspecify.annotations.NullMarked;

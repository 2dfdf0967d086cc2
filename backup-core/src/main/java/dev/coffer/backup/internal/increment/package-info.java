/** What did not change since an earlier backup, by which proof, and its rows from there. */
@NullMarked
package dev.coffer.backup.internal.increment;

import org.jspecify.annotations.NullMarked;

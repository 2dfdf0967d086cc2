/** The backup on disk: names, permissions, pieces, manifest, commit point. */
@NullMarked
package dev.coffer.backup.internal.store;

import org.jspecify.annotations.NullMarked;

package dev.coffer.backup.internal.restore;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a table beside the live one, checked.
 *
 * @param restore where rows come from and go to
 * @param table as the caller names it
 * @param schema of the new table, or null for that of the table
 * @param name of the new table
 * @param indexes whether keys and indexes come too
 */
public record BesideSettings(
        RestoreSettings restore, String table, @Nullable String schema, String name, boolean indexes) {}

package dev.coffer.backup.internal.store;

import dev.coffer.backup.TableName;

/** Turns names of tables into names of files that every file system takes and no two tables share. */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stubs
public final class FileNames {
    private FileNames() {}

    /** Without suffix; {@code proteins} for {@code public.proteins}, {@code legacy.rental} for other schemas. */
    public static String of(TableName table) {
        throw new UnsupportedOperationException("being written");
    }
}

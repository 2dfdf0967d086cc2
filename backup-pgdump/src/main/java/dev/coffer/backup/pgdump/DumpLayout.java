package dev.coffer.backup.pgdump;

/** The forms that pg_dump writes. */
public enum DumpLayout {
    /** One file that pg_restore reads, {@code complete_backup.dump}; the default. */
    CUSTOM,
    /** A folder with a file for each table, {@code complete_backup.dir}, which can be written by several jobs. */
    DIRECTORY,
    /** One file of SQL for psql, {@code complete_backup.sql}. */
    PLAIN
}

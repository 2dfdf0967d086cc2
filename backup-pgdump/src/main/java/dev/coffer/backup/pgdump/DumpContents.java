package dev.coffer.backup.pgdump;

/** What a dump holds of the tables of the plan. */
public enum DumpContents {
    /** The schema and the rows; the default. */
    EVERYTHING,
    /** The schema alone. */
    SCHEMA_ONLY,
    /** The rows and the state of sequences alone. */
    DATA_ONLY
}

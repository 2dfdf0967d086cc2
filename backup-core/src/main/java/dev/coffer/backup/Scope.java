package dev.coffer.backup;

/** What a restore brings back. */
public enum Scope {
    /** The schema and every row; the default. */
    EVERYTHING,
    /** The schema without any row; sequences begin where their definition says. */
    SCHEMA_ONLY,
    /** Rows and the state of sequences, into tables that exist. */
    DATA_ONLY
}

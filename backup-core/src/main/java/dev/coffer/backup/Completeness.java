package dev.coffer.backup;

/** How much of what a plan asked for was reached. Anything less is an exception. */
public enum Completeness {
    /** All of it. */
    COMPLETE,
    /** All but what the report names. */
    COMPLETE_WITH_SKIPS
}

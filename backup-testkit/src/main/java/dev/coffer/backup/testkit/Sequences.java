package dev.coffer.backup.testkit;

/** Where sequences stand after a fixture was loaded. Only those of its tables, and those that it names, are moved. */
public enum Sequences {
    /** Where the fixture says, and past the largest key of their table where it does not. The default. */
    AS_SAVED,
    /** Past the largest key of their table, whatever the fixture says; at their beginning where it has no rows. */
    PAST_LARGEST_KEY
}

package dev.coffer.backup.testkit;

/** How often {@link RestoreBackup} restores when it stands on a class. */
public enum Each {
    /** Before each test; the default. */
    TEST,
    /** Once, before the first test of the class. */
    CLASS
}

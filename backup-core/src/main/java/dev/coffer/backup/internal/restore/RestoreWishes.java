package dev.coffer.backup.internal.restore;

/**
 * What a plan asks for beyond objects and rows.
 *
 * @param owners whether objects get the owners that they had
 * @param grants whether rights are given to whom had them
 * @param databaseSettings whether what was set for the database as a whole is set for the target
 */
public record RestoreWishes(boolean owners, boolean grants, boolean databaseSettings) {
    /** Nothing of it. */
    public static final RestoreWishes NONE = new RestoreWishes(false, false, false);

    public RestoreWishes withOwners() {
        return new RestoreWishes(true, grants, databaseSettings);
    }

    public RestoreWishes withGrants() {
        return new RestoreWishes(owners, true, databaseSettings);
    }

    public RestoreWishes withDatabaseSettings() {
        return new RestoreWishes(owners, grants, true);
    }

    boolean anyRight() {
        return owners || grants || databaseSettings;
    }
}

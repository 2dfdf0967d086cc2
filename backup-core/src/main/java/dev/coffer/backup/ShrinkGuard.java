package dev.coffer.backup;

/**
 * What to do when a table has lost more than a part of its rows since the last backup of the same database in the same
 * folder: a table that somebody emptied by mistake is otherwise backed up as it is, until the last good backup is pruned.
 * Immutable.
 *
 * @param percent how many percent of its rows a table may lose, from 0 to less than 100
 * @param fails whether a greater loss ends the backup, which is then not kept; else it is a warning in the report
 */
public record ShrinkGuard(double percent, boolean fails) {
    public ShrinkGuard {
        if (!(percent >= 0 && percent < 100)) {
            throw new IllegalArgumentException("percent must be at least 0 and less than 100: " + percent);
        }
    }

    /** Warns in the report when a table has lost more. */
    public static ShrinkGuard warnAbove(double percent) {
        return new ShrinkGuard(percent, false);
    }

    /** Ends the backup with {@link ErrorCode#TABLE_SHRUNK} when a table has lost more. */
    public static ShrinkGuard failAbove(double percent) {
        return new ShrinkGuard(percent, true);
    }
}

package dev.coffer.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RetentionPolicy} decided about each backup in a folder, and what became of it. Immutable.
 *
 * @param preview true when nothing was done
 * @param backups every backup, database by database, oldest first
 * @param leftovers the folders of runs that were killed and of removals that were not finished
 * @param leftAlone names of whatever else lies in the folder; never touched
 */
public record PruneReport(boolean preview, List<Decision> backups, List<Leftover> leftovers, List<String> leftAlone) {
    public PruneReport {
        backups = List.copyOf(backups);
        leftovers = List.copyOf(leftovers);
        leftAlone = List.copyOf(leftAlone);
    }

    /** The backups that were removed, or in a preview would be. */
    public List<Decision> removed() {
        return backups.stream()
                .filter(decision -> !decision.kept() && decision.failure() == null)
                .toList();
    }

    /** What could not be removed, each with the reason; empty in a preview. */
    public List<String> failures() {
        return java.util.stream.Stream.concat(
                        backups.stream().map(Decision::failure),
                        leftovers.stream().map(Leftover::failure))
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /**
     * What becomes of a backup.
     *
     * @param directory where it lies, or lay
     * @param database the name of its database
     * @param snapshotTime the moment that it holds
     * @param bytes the size of its files together
     * @param kept whether it stays
     * @param reason the rule that keeps it; for one that goes, that none does
     * @param failure why it could not be removed, or null
     */
    public record Decision(
            Path directory,
            String database,
            Instant snapshotTime,
            long bytes,
            boolean kept,
            String reason,
            @Nullable String failure) {}

    /**
     * Something of ours that is not a backup.
     *
     * @param directory where it lies, or lay
     * @param reason what it is
     * @param failure why it could not be removed, or null
     */
    public record Leftover(
            Path directory, String reason, @Nullable String failure) {}
}

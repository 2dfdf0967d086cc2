package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.retention.Pruning;
import dev.coffer.backup.internal.retention.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which backups stay. Every rule keeps some; a backup is removed only when no rule keeps it, when it is not held, and when
 * it is neither the newest good one of its database nor the newest one that was proved.
 *
 * <p>Rules look at each database apart. Only complete backups count, whose files are all there with the sizes that the
 * manifest gives; one that is damaged is named and left alone, and so is everything in the folder that is not a backup.
 * Immutable and safe for use by several threads.
 *
 * <pre>{@code
 * RetentionPolicy policy = RetentionPolicy.builder().keepLast(5).keepWithin(Duration.ofDays(90)).build();
 * policy.preview(root);   // removes nothing
 * policy.prune(root);
 * }</pre>
 */
public final class RetentionPolicy {
    /** How many backups of a database are kept where no other number is given. */
    public static final int DEFAULT_LAST = 5;

    private final Rules rules;

    private RetentionPolicy(Rules rules) {
        this.rules = rules;
    }

    /** A policy without rules, of which at least one must be given. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Says what {@link #prune} would do, and does nothing.
     *
     * @param root the folder that backups are written to, the one of {@link BackupPlan.Builder#to}
     * @throws StorageException with {@link ErrorCode#IO} when the folder cannot be read
     */
    @CheckReturnValue
    public PruneReport preview(Path root) {
        return Pruning.preview(requireNonNull(root, "root"), rules, Instant.now());
    }

    /**
     * Removes the backups that no rule keeps, what a killed run left behind, and what an earlier removal could not finish.
     * A backup stops counting before its first file is deleted. One that cannot be removed does not keep others from being
     * removed; the report names it.
     *
     * @param root the folder that backups are written to, the one of {@link BackupPlan.Builder#to}
     * @throws StorageException with {@link ErrorCode#IO} when the folder cannot be read
     */
    @CheckReturnValue
    public PruneReport prune(Path root) {
        return prune(root, ProgressListener.NONE);
    }

    /**
     * The same, telling how far it is: {@link Progress.Phase#REMOVE} before each backup that goes and at the end, with the bytes of those
     * that went; for one that is moved to the archive, {@link Progress.Phase#VERIFY} and {@link Progress.Phase#COPY} with its own bytes.
     *
     * <p>An interrupt ends it before the next backup, or in the middle of one that is being moved: that one stays here, and
     * no half of it is left in the archive. What went before is gone. A restore that reads a backup while it is pruned fails,
     * and leaves its target as it was.
     *
     * @param root the folder that backups are written to, the one of {@link BackupPlan.Builder#to}
     * @param listener called by this thread
     * @throws CancelledException with {@link ErrorCode#INTERRUPTED} when the thread is interrupted
     * @throws StorageException with {@link ErrorCode#IO} when the folder cannot be read
     */
    @CheckReturnValue
    public PruneReport prune(Path root, ProgressListener listener) {
        return Pruning.prune(requireNonNull(root, "root"), rules, Instant.now(), requireNonNull(listener, "listener"));
    }

    /** The rules, as words. */
    @Override
    public String toString() {
        return rules.toString();
    }

    /** Collects rules. Not safe for use by several threads. */
    public static final class Builder {
        private int last;
        private @Nullable Duration within;
        private boolean quarterly;
        private @Nullable Path archive;

        private Builder() {}

        /** Keeps the newest backups of each database, at least 1. */
        public Builder keepLast(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("keepLast must be at least 1: " + count);
            }
            this.last = count;
            return this;
        }

        /** Keeps what is younger than this, by the time of the snapshot. */
        public Builder keepWithin(Duration age) {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("keepWithin must be longer than nothing: " + age);
            }
            this.within = age;
            return this;
        }

        /** Keeps one backup of each quarter of a year, in UTC: the last that was proved, else the last. */
        public Builder keepOneAQuarter() {
            this.quarterly = true;
            return this;
        }

        /**
         * The same, in a folder of their own: once its quarter is over and no other rule keeps it, that backup is copied there,
         * verified, and then removed here. A quarter of which the folder holds a backup of the same database gets no other.
         *
         * @param archive created if it does not exist; on any file system
         */
        public Builder keepOneAQuarterIn(Path archive) {
            this.quarterly = true;
            this.archive = requireNonNull(archive, "archive");
            return this;
        }

        /**
         * Checks that there is a rule.
         *
         * @throws PlanException with {@link ErrorCode#INVALID_PLAN} when there is none
         */
        public RetentionPolicy build() {
            if (last == 0 && within == null && !quarterly) {
                throw Problem.of(ErrorCode.INVALID_PLAN, "the policy has no rule, so nothing would be kept")
                        .hint("call keepLast(5), keepWithin(Duration.ofDays(90)) or keepOneAQuarter()")
                        .exception();
            }
            return new RetentionPolicy(new Rules(last, within, quarterly, archive));
        }
    }
}

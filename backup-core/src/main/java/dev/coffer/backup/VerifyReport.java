package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What {@link Backup#verify} found. Immutable.
 *
 * @param files how many files the manifest names; all of them were compared with it
 * @param bytes the size of these files together
 * @param formats each format of the backup, and how deep it was looked into
 * @param faults everything that is wrong, files first; empty when the backup is sound
 * @param at when it was found, by the clock of this machine
 * @param elapsed how long it took
 */
public record VerifyReport(
        int files, long bytes, List<Format> formats, List<Problem> faults, Instant at, Duration elapsed) {
    public VerifyReport {
        formats = List.copyOf(formats);
        faults = List.copyOf(faults);
        requireNonNull(at, "at");
        requireNonNull(elapsed, "elapsed");
    }

    /**
     * How deep a format was looked into.
     *
     * @param format the format
     * @param depth whether its rows were read
     * @param tables how many tables were read whole and are what was backed up
     * @param rows how many rows these have
     */
    public record Format(FormatId format, Depth depth, int tables, long rows) {
        public Format {
            requireNonNull(format, "format");
            requireNonNull(depth, "depth");
        }
    }

    /** How deep a format was looked into. */
    public enum Depth {
        /** Size and SHA-256 of its files. */
        FILES,
        /** Also each row: parsed, counted, and hashed. */
        ROWS
    }

    /** Whether nothing is wrong. */
    public boolean isSound() {
        return faults.isEmpty();
    }

    /** Whether every format was read row by row. */
    public boolean isDeep() {
        return formats.stream().allMatch(format -> format.depth() == Depth.ROWS);
    }

    /**
     * This as a proof to leave beside the backup.
     *
     * @throws BackupException of the first fault, where there is one
     * @throws PlanException with {@link ErrorCode#INVALID_PLAN} when the rows of no format were read
     */
    public Proof proof() {
        requireSound();
        if (formats.stream().noneMatch(format -> format.depth() == Depth.ROWS)) {
            throw Problem.of(ErrorCode.INVALID_PLAN, "the rows of no format were read, which proves too little")
                    .hint("give verify(…) the strategy of a format that the backup holds")
                    .exception();
        }
        return new Proof(
                Proof.Kind.VERIFICATION,
                at,
                "",
                formats.stream().mapToInt(Format::tables).max().orElse(0),
                formats.stream().mapToLong(Format::rows).max().orElse(0),
                elapsed);
    }

    /**
     * Returns this report if nothing is wrong.
     *
     * @throws BackupException of the first fault, as it stands in {@link #faults}
     */
    public VerifyReport requireSound() {
        if (!isSound()) {
            throw faults.get(0).exception();
        }
        return this;
    }
}

package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * That a backup was found good, once, and how. It lies as a small text beside the backup's directory, which itself never
 * changes; it says nothing about what happened to the backup since. Immutable.
 *
 * @param kind how it was found good
 * @param at when, by the clock of the machine that did it
 * @param server the version of the server that it was restored into, or empty where none took part
 * @param tables how many were looked at
 * @param rows how many were looked at
 * @param elapsed how long it took
 */
public record Proof(Kind kind, Instant at, String server, long tables, long rows, Duration elapsed) {
    /** How a backup was found good. */
    public enum Kind {
        /** Every file was read whole and has the rows that the manifest says. */
        VERIFICATION,
        /** It was restored into a database of its own and compared there. */
        DRILL
    }

    public Proof {
        requireNonNull(kind, "kind");
        requireNonNull(at, "at");
        requireNonNull(server, "server");
        requireNonNull(elapsed, "elapsed");
    }
}

package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A table that came back beside the live one; it is committed.
 *
 * @param from the table by its name in the backup
 * @param table the new table
 * @param rows how many rows it has
 * @param indexes how many keys and indexes it has
 * @param proof what was verified before the database was touched
 * @param elapsed how long the run took
 */
public record BesideReport(TableName from, TableName table, long rows, int indexes, String proof, Duration elapsed) {
    public BesideReport {
        requireNonNull(from, "from");
        requireNonNull(table, "table");
        requireNonNull(proof, "proof");
        requireNonNull(elapsed, "elapsed");
    }
}

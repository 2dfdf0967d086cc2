package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * What a recovery brought back; it is committed.
 *
 * @param tables each chosen table, in the order in which its rows came back
 * @param sequences how many sequences were looked at, and moved where a row came back with a greater number
 * @param proof what was verified before the database was touched
 * @param skips what the plan did not look at, and why
 * @param warnings what a reader should know
 * @param elapsed how long the run took
 */
public record RecoveryReport(
        List<Table> tables, int sequences, String proof, List<Skip> skips, List<String> warnings, Duration elapsed) {
    public RecoveryReport {
        tables = List.copyOf(tables);
        requireNonNull(proof, "proof");
        skips = List.copyOf(skips);
        warnings = List.copyOf(warnings);
        requireNonNull(elapsed, "elapsed");
    }

    /**
     * The rows of a table that the plan chooses.
     *
     * @param name the table; where rows go through a partitioned table, that
     * @param inserted rows that were missing and are there again
     * @param updated rows that were changed and have the values of the backup again
     * @param left rows that are changed and were left so, since the plan does not overwrite
     * @param same rows that were there as in the backup
     * @param extra rows that the backup does not hold; they stayed
     */
    public record Table(TableName name, long inserted, long updated, long left, long same, long extra) {
        public Table {
            requireNonNull(name, "name");
        }
    }

    /** The rows that came back, of all tables together. */
    public long inserted() {
        return tables.stream().mapToLong(Table::inserted).sum();
    }

    /** The rows that were overwritten, of all tables together. */
    public long updated() {
        return tables.stream().mapToLong(Table::updated).sum();
    }
}

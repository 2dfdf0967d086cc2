package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * What a restore brought back. There is one only for a restore that was committed.
 *
 * @param tables each table with the rows that it received, by the server's count
 * @param withoutRows tables that were created empty, since the backup does not hold their rows or the plan does not choose
 *     them
 * @param entries how many schema entries were created
 * @param sequences how many sequences were set
 * @param transactions how many transactions it took; 1 means that it was all or nothing
 * @param proof what was verified before the target was touched, such as {@code "manifest, SHA-256 of 5 files"}
 * @param skips what was left out, and why
 * @param warnings what a reader should know though nothing is missing
 * @param elapsed how long the run took
 */
public record RestoreReport(
        List<Table> tables,
        List<TableName> withoutRows,
        int entries,
        int sequences,
        int transactions,
        String proof,
        List<Skip> skips,
        List<String> warnings,
        Duration elapsed) {
    public RestoreReport {
        tables = List.copyOf(tables);
        withoutRows = List.copyOf(withoutRows);
        requireNonNull(proof, "proof");
        skips = List.copyOf(skips);
        warnings = List.copyOf(warnings);
        requireNonNull(elapsed, "elapsed");
    }

    /**
     * A table that received rows.
     *
     * @param name the table; where rows were merged through a partitioned table, that
     * @param inserted how many rows were added
     * @param updated how many rows were there by their key and got the values of the backup
     * @param left how many rows of the backup were not needed, since a row with their key was there
     */
    public record Table(TableName name, long inserted, long updated, long left) {
        public Table {
            requireNonNull(name, "name");
        }

        /** A table whose rows were all added. */
        public Table(TableName name, long inserted) {
            this(name, inserted, 0, 0);
        }

        /** How many rows of the backup the table took: inserted or updated. */
        public long rows() {
            return inserted + updated;
        }
    }

    /** Complete, or complete but for the {@link #skips()}. */
    public Completeness completeness() {
        return skips.isEmpty() ? Completeness.COMPLETE : Completeness.COMPLETE_WITH_SKIPS;
    }

    /** The rows of all tables together. */
    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    /**
     * Returns this report if nothing was skipped.
     *
     * @throws ConflictException with {@link ErrorCode#INCOMPLETE}, naming the first skips
     */
    public RestoreReport requireComplete() {
        Skips.requireNone(skips, "the restore");
        return this;
    }
}

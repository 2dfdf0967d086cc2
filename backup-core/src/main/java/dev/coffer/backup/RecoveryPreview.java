package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * What the live database lost since a backup, and what {@link RecoveryPlan#run} would bring back; nothing has been changed. {@link
 * #toString} gives it as text for people, without a value of a row.
 *
 * @param tables each chosen table, in the order in which its rows would come back
 * @param overwrites whether the plan also gives changed rows the values of the backup
 * @param proof what was verified, such as {@code "manifest, SHA-256 of 5 files"}
 * @param skips what the plan does not look at, and why
 * @param warnings what a reader should know
 */
public record RecoveryPreview(
        List<Table> tables, boolean overwrites, String proof, List<Skip> skips, List<String> warnings) {
    public RecoveryPreview {
        tables = List.copyOf(tables);
        requireNonNull(proof, "proof");
        skips = List.copyOf(skips);
        warnings = List.copyOf(warnings);
    }

    /**
     * The rows of a table that the plan chooses.
     *
     * @param name the table; where rows go through a partitioned table, that
     * @param keyed whether rows are told apart by the primary key; otherwise only rows equal in all columns are the same, and none is
     *     changed
     * @param missing rows of the backup that the table lacks
     * @param changed rows with the same key whose other columns have other values
     * @param same rows that are there as they were
     * @param extra rows of the table that the backup does not hold; they stay
     * @param fingerprint of the missing and the changed rows: another one means that other rows are meant
     */
    public record Table(
            TableName name, boolean keyed, long missing, long changed, long same, long extra, String fingerprint) {
        public Table {
            requireNonNull(name, "name");
            requireNonNull(fingerprint, "fingerprint");
        }
    }

    /** The missing rows of all tables together. */
    public long missing() {
        return tables.stream().mapToLong(Table::missing).sum();
    }

    /** The changed rows of all tables together. */
    public long changed() {
        return tables.stream().mapToLong(Table::changed).sum();
    }

    /** Whether a run would change anything. */
    public boolean isNeeded() {
        return missing() > 0 || (overwrites && changed() > 0);
    }

    /** A line for each table, and a first one that says what a run would do. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "recovery of %d tables: %d rows to insert, %d changed rows to %s%n",
                tables.size(),
                missing(),
                changed(),
                overwrites ? "overwrite" : "leave as they are"));
        for (Table table : tables) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s: %d missing, %d changed, %d same, %d extra%s%n",
                    table.name(),
                    table.missing(),
                    table.changed(),
                    table.same(),
                    table.extra(),
                    table.keyed() ? "" : " (by whole row: it has no primary key)"));
        }
        skips.forEach(skip -> text.append("  skip ").append(skip).append(String.format(Locale.ROOT, "%n")));
        warnings.forEach(warning -> text.append("  note ").append(warning).append(String.format(Locale.ROOT, "%n")));
        return text.toString();
    }
}

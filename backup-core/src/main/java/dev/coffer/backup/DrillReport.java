package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.message.Few;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Backup#drill} found: the backup was restored, and this is how it compares. Immutable.
 *
 * @param place where it was restored
 * @param server the version of the server
 * @param tables each table, with its rows in the backup and in the restored database
 * @param missing schema entries that the restored database does not have; empty for {@link Place#SCHEMA}, where none is looked for
 * @param skips what the restore left out, and why
 * @param warnings what a reader should know though the backup is good, such as a database that could not be dropped
 * @param at when it ended, by the clock of this machine
 * @param restoring how long the restore took
 * @param comparing how long the comparison took
 */
public record DrillReport(
        Place place,
        String server,
        List<Table> tables,
        List<String> missing,
        List<Skip> skips,
        List<String> warnings,
        Instant at,
        Duration restoring,
        Duration comparing) {
    public DrillReport {
        requireNonNull(place, "place");
        requireNonNull(server, "server");
        tables = List.copyOf(tables);
        missing = List.copyOf(missing);
        skips = List.copyOf(skips);
        warnings = List.copyOf(warnings);
        requireNonNull(at, "at");
        requireNonNull(restoring, "restoring");
        requireNonNull(comparing, "comparing");
    }

    /** Where a drill restores. */
    public enum Place {
        /** A database of its own, dropped afterwards: schema and rows are proved. */
        DATABASE,
        /**
         * Tables without keys and indexes in a schema of their own, in a transaction that is rolled back, where the role may
         * not create databases: only the rows are proved.
         */
        SCHEMA
    }

    /**
     * A table of the backup.
     *
     * @param name the table
     * @param expected its rows in the backup
     * @param found its rows in the restored database, or null when it is not there
     * @param same whether count and content hash are equal, here or, where the server put rows into other partitions, in all
     *     partitions of its partitioned table together
     */
    public record Table(
            TableName name, long expected, @Nullable Long found, boolean same) {
        public Table {
            requireNonNull(name, "name");
        }
    }

    /** Whether every table came back as it was, and nothing of the schema is missing but the {@link #skips()}. */
    public boolean passed() {
        return missing.isEmpty() && tables.stream().allMatch(Table::same);
    }

    /**
     * Returns this report if the drill passed.
     *
     * @throws IntegrityException with {@link ErrorCode#CONTENT_HASH}, naming the first tables or entries that differ
     */
    public DrillReport requirePassed() {
        if (!passed()) {
            List<String> wrong = new ArrayList<>();
            tables.stream().filter(table -> !table.same()).forEach(table -> wrong.add("table " + table.name()));
            missing.forEach(entry -> wrong.add(entry + " is missing"));
            throw Problem.of(
                            ErrorCode.CONTENT_HASH,
                            "the restored database is not what was backed up: " + Few.statements(wrong))
                    .hint(
                            "do not rely on this backup: take another one and drill it, and report this as a fault of Coffer's")
                    .exception();
        }
        return this;
    }

    /**
     * This as a proof to leave beside the backup.
     *
     * @throws IntegrityException with {@link ErrorCode#CONTENT_HASH} when the drill did not pass
     */
    public Proof proof() {
        requirePassed();
        return new Proof(
                Proof.Kind.DRILL,
                at,
                server,
                tables.size(),
                tables.stream().mapToLong(Table::expected).sum(),
                restoring.plus(comparing));
    }
}

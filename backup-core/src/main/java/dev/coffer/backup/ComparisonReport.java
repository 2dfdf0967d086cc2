package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.compare.LineDifference;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two states of a database. Immutable. {@link #toString} is a summary for people, without any value of
 * a row.
 *
 * @param tables every table of either state, in the order of their names; large objects, where there are any, are the table
 *     {@code pg_catalog.large_objects}, a row for each piece of at most 2 kB or what the backup holds as one
 * @param sequences every sequence that does not stand where it stood, in the order of their names
 * @param schema every schema entry that is not the same in both, in the order of their identities
 * @param elapsed how long the comparison took
 */
public record ComparisonReport(List<Table> tables, List<Sequence> sequences, List<Entry> schema, Duration elapsed) {
    public ComparisonReport {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        schema = List.copyOf(schema);
        requireNonNull(elapsed, "elapsed");
    }

    /** Whether something is on both sides. */
    public enum Presence {
        /** Only in the state after. */
        ADDED,
        /** Only in the state before. */
        DROPPED,
        /** In both. */
        BOTH
    }

    /**
     * A table.
     *
     * @param name the table
     * @param presence whether both states have it
     * @param rowsBefore its rows in the state before; 0 where it is not there
     * @param rowsAfter its rows in the state after; 0 where it is not there
     * @param added rows whose key only the state after has
     * @param removed rows whose key only the state before has
     * @param changed rows that both have with different values in the columns that both have
     * @param keyed whether rows were told apart by a primary key; without one a changed row counts as removed and added
     */
    public record Table(
            TableName name,
            Presence presence,
            long rowsBefore,
            long rowsAfter,
            long added,
            long removed,
            long changed,
            boolean keyed) {
        public Table {
            requireNonNull(name, "name");
            requireNonNull(presence, "presence");
        }

        /** Whether both states have the table with equal rows. */
        public boolean isSame() {
            return presence == Presence.BOTH && added == 0 && removed == 0 && changed == 0;
        }
    }

    /**
     * A sequence that does not stand where it stood.
     *
     * @param name the sequence
     * @param before its last value in the state before, with {@code (not used yet)} where the next one is that; null where it is
     *     not there
     * @param after the same in the state after
     */
    public record Sequence(
            TableName name,
            @Nullable String before,
            @Nullable String after) {
        public Sequence {
            requireNonNull(name, "name");
        }
    }

    /**
     * A schema entry that differs.
     *
     * @param id kind and identity, such as {@code view public.film_list}
     * @param before its statements in the state before, or null
     * @param after its statements in the state after, or null
     */
    public record Entry(
            String id, @Nullable String before, @Nullable String after) {
        public Entry {
            requireNonNull(id, "id");
        }

        /** Whether both states have it. */
        public Presence presence() {
            return before == null ? Presence.ADDED : after == null ? Presence.DROPPED : Presence.BOTH;
        }

        /** The lines that differ, those of before with {@code -}, those of after with {@code +}. */
        public String difference() {
            return LineDifference.of(before == null ? "" : before, after == null ? "" : after);
        }
    }

    /** Whether nothing differs. */
    public boolean isSame() {
        return schema.isEmpty() && sequences.isEmpty() && tables.stream().allMatch(Table::isSame);
    }

    @Override
    public String toString() {
        if (isSame()) {
            return "identical: " + tables.size() + (tables.size() == 1 ? " table" : " tables");
        }
        String text = tables.stream()
                .filter(table -> !table.isSame())
                .map(ComparisonReport::line)
                .collect(Collectors.joining());
        return text
                + sequences.stream()
                        .map(sequence -> "sequence: " + sequence.name() + ", "
                                + (sequence.before() == null ? "none" : sequence.before()) + " → "
                                + (sequence.after() == null ? "none" : sequence.after()) + "\n")
                        .collect(Collectors.joining())
                + schema.stream()
                        .map(entry -> "schema: " + word(entry.presence()) + " " + entry.id() + "\n")
                        .collect(Collectors.joining());
    }

    private static String line(Table table) {
        String rows = table.rowsBefore() + " → " + table.rowsAfter() + " rows";
        if (table.presence() != Presence.BOTH) {
            return "table: " + word(table.presence()) + " " + table.name() + ", " + rows + "\n";
        }
        return "table: " + table.name() + ", " + rows + ": " + table.added() + " added, " + table.removed() + " removed"
                + (table.keyed() ? ", " + table.changed() + " changed" : " (no primary key)") + "\n";
    }

    private static String word(Presence presence) {
        return switch (presence) {
            case ADDED -> "added";
            case DROPPED -> "dropped";
            case BOTH -> "changed";
        };
    }
}

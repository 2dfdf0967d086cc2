package dev.coffer.backup.testkit.internal.target;

import dev.coffer.backup.TableName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a target. Immutable, so that it can be kept for as long as the target's fingerprint stays the same.
 *
 * @param tables by name
 * @param references every foreign key
 * @param sequences every sequence
 * @param fingerprint changes with tables, foreign keys and triggers
 */
public record TargetSchema(
        Map<TableName, TargetTable> tables,
        List<Reference> references,
        Collection<TableName> sequences,
        String fingerprint) {
    public TargetSchema {
        references = List.copyOf(references);
    }

    /** The tables that a name may mean: one, unless it is unknown or stands in several schemas. */
    public List<TargetTable> find(String name) {
        List<TargetTable> named = tables.values().stream()
                .filter(table -> table.name().name().equals(name))
                .toList();
        if (!named.isEmpty()) {
            return named;
        }
        return tables.values().stream()
                .filter(table -> table.name().toString().equals(name))
                .toList();
    }

    /** The table of exactly this name. */
    public Optional<TargetTable> table(TableName name) {
        return Optional.ofNullable(get(name));
    }

    private @Nullable TargetTable get(TableName name) {
        return tables.get(name);
    }

    /** The sequences that a name may mean; an empty schema stands for any. */
    public List<TableName> findSequences(TableName name) {
        return sequences.stream()
                .filter(sequence -> sequence.name().equals(name.name())
                        && (name.schema().isEmpty() || sequence.schema().equals(name.schema())))
                .toList();
    }
}

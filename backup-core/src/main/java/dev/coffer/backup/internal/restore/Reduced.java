package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A source without the rows of tables, and the state of sequences, that a target cannot have. */
final class Reduced {
    private Reduced() {}

    static RestoreSource of(RestoreSource source, List<Skip> skips) {
        Set<String> skipped = skips.stream().map(Skip::object).collect(Collectors.toSet());
        Catalogue catalogue = source.catalogue();
        Set<TableName> tables = new HashSet<>();
        StringBuilder sequences = new StringBuilder();
        for (SchemaEntry entry : catalogue.entries()) {
            TableName table = entry.table();
            if (skipped.contains(entry.id()) && entry.kind().equals("table") && table != null) {
                tables.add(table);
                // An identity column's sequence comes with its table.
                sequences.append(String.join("\n", entry.statements())).append('\n');
            } else if (skipped.contains(entry.id()) && entry.kind().equals("sequence")) {
                sequences.append(String.join("\n", entry.statements())).append('\n');
            }
        }
        if (tables.isEmpty() && sequences.isEmpty()) {
            return source;
        }
        List<SequenceState> states = catalogue.sequences().stream()
                .filter(state -> !mentions(sequences, Sql.quote(state.name())))
                .toList();
        return new RestoreSource(
                new Catalogue(
                        catalogue.server(),
                        catalogue.tables(),
                        catalogue.entries(),
                        catalogue.rights(),
                        states,
                        catalogue.withoutRows(),
                        catalogue.largeObjects(),
                        catalogue.skipped(),
                        catalogue.warnings()),
                source.tables().stream()
                        .filter(table -> !tables.contains(table.name()))
                        .toList(),
                source.strategy(),
                source.context(),
                source.proof(),
                source.skips());
    }

    private static boolean mentions(StringBuilder statements, String sequence) {
        return statements.indexOf("SEQUENCE " + sequence + " ") >= 0
                || statements.indexOf("SEQUENCE NAME " + sequence + " ") >= 0;
    }
}

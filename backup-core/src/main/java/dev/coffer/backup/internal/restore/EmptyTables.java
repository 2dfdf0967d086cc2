package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tables that come back without rows: no foreign key of a table that has rows can refer to one. */
final class EmptyTables {
    private EmptyTables() {}

    /** The source without the foreign keys that the server would have to refuse; each is a skip. */
    static RestoreSource withoutKeysTo(RestoreSource source) {
        Catalogue catalogue = source.catalogue();
        if (catalogue.withoutRows().isEmpty()) {
            return source;
        }
        Set<TableName> empty = new HashSet<>(catalogue.withoutRows());
        Set<TableName> filled = source.tables().stream()
                .filter(table -> table.totals().rows() > 0)
                .map(SourceTable::name)
                .collect(Collectors.toSet());
        Map<String, TableName> tables = new HashMap<>();
        List<SchemaEntry> kept = new ArrayList<>();
        List<Skip> skips = new ArrayList<>(source.skips());
        for (SchemaEntry entry : catalogue.entries()) {
            if (entry.table() != null) {
                tables.put(entry.id(), entry.table());
            }
            TableName missing = entry.kind().equals("foreign key") && filled.contains(entry.table())
                    ? entry.dependsOn().stream()
                            .map(tables::get)
                            .filter(empty::contains)
                            .findFirst()
                            .orElse(null)
                    : null;
            if (missing == null) {
                kept.add(entry);
            } else {
                skips.add(new Skip(entry.id(), "it refers to " + missing + ", whose rows are not restored"));
            }
        }
        return new RestoreSource(
                new Catalogue(
                        catalogue.server(),
                        catalogue.tables(),
                        kept,
                        catalogue.rightsOf(kept),
                        catalogue.sequences(),
                        catalogue.withoutRows(),
                        catalogue.largeObjects(),
                        catalogue.skipped(),
                        catalogue.warnings()),
                source.tables(),
                source.strategy(),
                source.context(),
                source.proof(),
                skips);
    }
}

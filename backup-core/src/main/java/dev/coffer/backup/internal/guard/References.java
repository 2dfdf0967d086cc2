package dev.coffer.backup.internal.guard;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.CatalogueTable;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which tables have foreign keys to which, as a backup knows it. */
final class References {
    private References() {}

    /** The tables with rows whose foreign keys lead to one of these, directly or not, and these themselves. */
    static List<TableName> withThoseThatReferTo(Set<TableName> tables, Catalogue catalogue) {
        Map<String, TableName> byEntry = new HashMap<>();
        for (SchemaEntry entry : catalogue.entries()) {
            if (entry.table() != null) {
                byEntry.put(entry.id(), entry.table());
            }
        }
        Set<TableName> found = new TreeSet<>(tables);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (SchemaEntry entry : catalogue.entries()) {
                if (entry.table() != null
                        && entry.kind().equals("foreign key")
                        && entry.dependsOn().stream().map(byEntry::get).anyMatch(found::contains)) {
                    grown |= found.add(entry.table());
                }
            }
        }
        found.retainAll(catalogue.tables().stream().map(CatalogueTable::name).collect(Collectors.toSet()));
        return List.copyOf(found);
    }
}

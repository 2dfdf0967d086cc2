package dev.coffer.backup.internal.catalogue;

import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a restore must know, whatever the format: the content of {@code schema.json}, and of the document embedded in
 * files that restore alone.
 *
 * @param server where it was read
 * @param tables the tables with rows, parents first: the order of the rows in files
 * @param entries the schema in the order in which it is to be created, pre-data before post-data
 * @param rights owners, grants and what is set for the database as a whole, in the order in which they are to be run after all
 *     entries; each depends on the entry of its object, and none of them runs unless a plan asks for it
 * @param sequences where each sequence stands; in the order of their names
 * @param withoutRows tables among the entries whose rows are not in the backup, so that they come back empty
 * @param largeObjects how many there are
 * @param skipped what the database holds and the backup does not
 * @param warnings sentences for the report, such as functions that rely on search_path
 */
public record Catalogue(
        ServerInfo server,
        List<CatalogueTable> tables,
        List<SchemaEntry> entries,
        List<SchemaEntry> rights,
        List<SequenceState> sequences,
        List<TableName> withoutRows,
        long largeObjects,
        List<Skip> skipped,
        List<String> warnings) {
    public Catalogue {
        tables = List.copyOf(tables);
        entries = List.copyOf(entries);
        rights = List.copyOf(rights);
        sequences = List.copyOf(sequences);
        withoutRows = List.copyOf(withoutRows);
        skipped = List.copyOf(skipped);
        warnings = List.copyOf(warnings);
    }

    /** The same where only some tables have rows: the others come back empty. */
    public Catalogue without(Set<TableName> present) {
        List<TableName> empty = new ArrayList<>(withoutRows);
        tables.stream()
                .map(CatalogueTable::name)
                .filter(name -> !present.contains(name))
                .forEach(empty::add);
        return new Catalogue(server, tables, entries, rights, sequences, empty, largeObjects, skipped, warnings);
    }

    /** One that has the rows of every table. */
    public Catalogue(
            ServerInfo server,
            List<CatalogueTable> tables,
            List<SchemaEntry> entries,
            List<SequenceState> sequences,
            long largeObjects,
            List<Skip> skipped,
            List<String> warnings) {
        this(server, tables, entries, List.of(), sequences, List.of(), largeObjects, skipped, warnings);
    }

    /** Those of the rights whose objects are created by these entries, or by none at all: those of the database. */
    public List<SchemaEntry> rightsOf(Collection<SchemaEntry> kept) {
        Set<String> ids = new HashSet<>();
        kept.forEach(entry -> ids.add(entry.id()));
        List<SchemaEntry> of = new ArrayList<>();
        for (SchemaEntry right : rights) {
            if (ids.containsAll(right.dependsOn())) {
                ids.add(right.id());
                of.add(right);
            }
        }
        return of;
    }
}

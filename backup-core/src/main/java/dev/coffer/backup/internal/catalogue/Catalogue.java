package dev.coffer.backup.internal.catalogue;

import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.List;

/**
 * What a restore must know, whatever the format: the content of {@code schema.json}, and of the document embedded in
 * files that restore alone.
 *
 * @param server where it was read
 * @param tables the tables with rows, parents first: the order of the rows in files
 * @param entries the schema in the order in which it is to be created, pre-data before post-data
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
        List<SequenceState> sequences,
        List<TableName> withoutRows,
        long largeObjects,
        List<Skip> skipped,
        List<String> warnings) {
    public Catalogue {
        tables = List.copyOf(tables);
        entries = List.copyOf(entries);
        sequences = List.copyOf(sequences);
        withoutRows = List.copyOf(withoutRows);
        skipped = List.copyOf(skipped);
        warnings = List.copyOf(warnings);
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
        this(server, tables, entries, sequences, List.of(), largeObjects, skipped, warnings);
    }
}

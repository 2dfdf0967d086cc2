package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Scope;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.CatalogueTable;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.selection.Choice;
import dev.coffer.backup.internal.selection.EntryCut;
import dev.coffer.backup.internal.selection.Relations;
import dev.coffer.backup.internal.selection.Sequences;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Narrows a source to the tables that a plan names, so that whatever comes after sees a smaller source and no choice. */
final class ChosenTables {
    private ChosenTables() {}

    /** The source as it is where everything is chosen. */
    static RestoreSource of(RestoreSource source, TableSelection selection, Scope scope) {
        if (selection.equals(TableSelection.all())) {
            return source;
        }
        Catalogue whole = source.catalogue();
        List<TableName> withRows =
                whole.tables().stream().map(table -> table.name()).toList();
        Choice choice = Choice.of(selection, new Relations(whole.entries(), withRows), "the backup");
        EntryCut.Result cut = choice.everything()
                ? EntryCut.withTheRest(whole.entries(), choice)
                : EntryCut.alone(whole.entries(), choice);
        List<Skip> skips = new ArrayList<>(source.skips());
        if (scope != Scope.DATA_ONLY) {
            skips.addAll(cut.skips());
        }
        boolean largeObjects = choice.everything();
        if (whole.largeObjects() > 0 && !largeObjects && scope != Scope.SCHEMA_ONLY) {
            skips.add(new Skip(
                    whole.largeObjects() + " large objects",
                    "the selection names tables, and which of them refer to large objects is not known"));
        }
        Set<String> sequences = Sequences.createdBy(cut.entries());
        Catalogue narrowed = new Catalogue(
                whole.server(),
                whole.tables().stream()
                        .filter(table -> choice.tables().contains(table.name()))
                        .toList(),
                cut.entries(),
                whole.rightsOf(cut.entries()),
                whole.sequences().stream()
                        .filter(sequence -> sequences.contains(Sql.quote(sequence.name())))
                        .toList(),
                withoutRows(whole, cut.entries(), choice),
                largeObjects ? whole.largeObjects() : 0,
                whole.skipped(),
                whole.warnings());
        List<SourceTable> tables = source.tables().stream()
                .filter(table ->
                        table.largeObjects() ? largeObjects : choice.tables().contains(table.name()))
                .toList();
        return new RestoreSource(narrowed, tables, source.strategy(), source.context(), source.proof(), skips);
    }

    /** Those that the backup has no rows of, and those that are there for the sake of others. */
    private static List<TableName> withoutRows(Catalogue whole, List<SchemaEntry> entries, Choice choice) {
        Set<TableName> empty = new LinkedHashSet<>(whole.withoutRows());
        whole.tables().stream()
                .map(CatalogueTable::name)
                .filter(name -> !choice.tables().contains(name))
                .forEach(empty::add);
        Set<TableName> created = entries.stream()
                .filter(entry -> entry.kind().equals("table"))
                .map(SchemaEntry::table)
                .collect(Collectors.toSet());
        empty.retainAll(created);
        return List.copyOf(empty);
    }
}

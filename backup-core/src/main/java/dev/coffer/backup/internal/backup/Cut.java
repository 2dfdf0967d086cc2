package dev.coffer.backup.internal.backup;

import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.LiveCatalogue;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.selection.Choice;
import dev.coffer.backup.internal.selection.EntryCut;
import dev.coffer.backup.internal.selection.Sequences;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a plan takes of a database: the tables of its selection with everything that they need, and of the rest what does
 * not belong to a table that is left out.
 *
 * @param tables those whose rows are read
 * @param sequences those whose state is read
 * @param catalogue what goes into the backup
 * @param leftOut relations that do not go into it, as quoted SQL
 * @param withoutRows tables that do, but without their rows
 */
record Cut(
        List<PlannedTable> tables,
        List<LiveCatalogue.SequenceName> sequences,
        Catalogue catalogue,
        List<String> leftOut,
        List<String> withoutRows) {
    private static final Set<String> RELATIONS =
            Set.of("table", "foreign table", "view", "materialized view", "sequence");

    static Cut of(LiveCatalogue live, List<PlannedTable> tables, Choice choice, Set<TableName> excludedData) {
        Catalogue whole = live.catalogue();
        List<Skip> skips = new ArrayList<>(whole.skipped());
        long largeObjects = whole.largeObjects();
        // As pg_dump does: who names what is wanted gets no large objects, who names what is not wanted does.
        if (largeObjects > 0 && !choice.everything()) {
            skips.add(new Skip(
                    largeObjects + " large objects",
                    "the selection names tables, and which of them refer to large objects is not known"));
            largeObjects = 0;
        }
        List<SchemaEntry> entries = largeObjects > 0
                ? whole.entries()
                : whole.entries().stream().filter(entry -> !entry.ofData()).toList();
        if (tables.size() == live.tables().size() && choice.excludedViews().isEmpty()) {
            return new Cut(
                    tables,
                    live.sequenceNames(),
                    catalogue(whole, tables, entries, List.of(), largeObjects, skips),
                    List.of(),
                    List.of());
        }
        EntryCut.Result cut = EntryCut.withTheRest(entries, choice);
        List<SchemaEntry> kept = cut.entries();
        skips.addAll(cut.skips());
        Set<String> created = Sequences.createdBy(kept);
        List<LiveCatalogue.SequenceName> sequences = live.sequenceNames().stream()
                .filter(sequence -> created.contains(sequence.quoted()))
                .toList();
        Set<String> keptIds = kept.stream().map(SchemaEntry::id).collect(Collectors.toSet());
        List<String> leftOut = whole.entries().stream()
                .filter(entry -> RELATIONS.contains(entry.kind()) && !keptIds.contains(entry.id()))
                .map(SchemaEntry::identity)
                .toList();
        List<SchemaEntry> empty = withoutRows(live, tables, kept);
        Set<TableName> names = new TreeSet<>();
        live.tables().stream()
                .map(table -> table.table().name())
                .filter(excludedData::contains)
                .forEach(names::add);
        empty.stream().map(SchemaEntry::table).forEach(names::add);
        return new Cut(
                tables,
                sequences,
                catalogue(whole, tables, kept, List.copyOf(names), largeObjects, skips),
                leftOut,
                empty.stream().map(SchemaEntry::identity).toList());
    }

    private static List<SchemaEntry> withoutRows(
            LiveCatalogue live, List<PlannedTable> tables, List<SchemaEntry> kept) {
        Set<TableName> structure = live.tables().stream()
                .map(table -> table.table().name())
                .filter(name -> tables.stream().noneMatch(table -> table.name().equals(name)))
                .collect(Collectors.toSet());
        return kept.stream()
                .filter(entry ->
                        entry.kind().equals("table") && entry.table() != null && structure.contains(entry.table()))
                .toList();
    }

    Cut withSequences(List<SequenceState> states) {
        return with(sequences, states, catalogue.skipped());
    }

    /** The same without the state of other sequences than these, and with more that is missing. */
    Cut lacking(List<LiveCatalogue.SequenceName> remaining, List<Skip> more) {
        List<Skip> skips = new ArrayList<>(catalogue.skipped());
        skips.addAll(more);
        return with(remaining, catalogue.sequences(), skips);
    }

    private Cut with(List<LiveCatalogue.SequenceName> names, List<SequenceState> states, List<Skip> skips) {
        return new Cut(
                tables,
                names,
                new Catalogue(
                        catalogue.server(),
                        catalogue.tables(),
                        catalogue.entries(),
                        catalogue.rights(),
                        states,
                        catalogue.withoutRows(),
                        catalogue.largeObjects(),
                        skips,
                        catalogue.warnings()),
                leftOut,
                withoutRows);
    }

    private static Catalogue catalogue(
            Catalogue whole,
            List<PlannedTable> tables,
            List<SchemaEntry> entries,
            List<TableName> withoutRows,
            long largeObjects,
            List<Skip> skips) {
        return new Catalogue(
                whole.server(),
                tables.stream().map(table -> table.live().table()).toList(),
                entries,
                whole.rightsOf(entries),
                List.of(),
                withoutRows,
                largeObjects,
                skips,
                whole.warnings());
    }
}

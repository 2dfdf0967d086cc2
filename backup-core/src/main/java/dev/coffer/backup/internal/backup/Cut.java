package dev.coffer.backup.internal.backup;

import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.LiveCatalogue;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final String FOREIGN_KEY = "foreign key";
    private static final String SEQUENCE_OWNER = "sequence owner";
    private static final String EVERYTHING = "*.*";

    static Cut of(LiveCatalogue live, List<PlannedTable> tables, TableSelection selection) {
        Catalogue whole = live.catalogue();
        List<Skip> skips = new ArrayList<>(whole.skipped());
        long largeObjects = whole.largeObjects();
        // As pg_dump does: who names what is wanted gets no large objects, who names what is not wanted does.
        if (largeObjects > 0 && !selection.included().contains(EVERYTHING)) {
            skips.add(new Skip(
                    largeObjects + " large objects",
                    "the selection names tables, and which of them refer to large objects is not known"));
            largeObjects = 0;
        }
        if (tables.size() == live.tables().size()) {
            return new Cut(
                    tables,
                    live.sequenceNames(),
                    catalogue(whole, tables, whole.entries(), largeObjects, skips),
                    List.of(),
                    List.of());
        }
        Entries entries = new Entries(live, tables, selection);
        List<SchemaEntry> kept = entries.keep(skips);
        List<LiveCatalogue.SequenceName> sequences = live.sequenceNames().stream()
                .filter(sequence -> creates(kept, sequence.quoted()))
                .toList();
        Set<String> keptIds = kept.stream().map(SchemaEntry::id).collect(Collectors.toSet());
        List<String> leftOut = whole.entries().stream()
                .filter(entry -> RELATIONS.contains(entry.kind()) && !keptIds.contains(entry.id()))
                .map(SchemaEntry::identity)
                .toList();
        return new Cut(
                tables,
                sequences,
                catalogue(whole, tables, kept, largeObjects, skips),
                leftOut,
                withoutRows(live, tables, kept));
    }

    private static List<String> withoutRows(LiveCatalogue live, List<PlannedTable> tables, List<SchemaEntry> kept) {
        Set<TableName> structure = live.tables().stream()
                .map(table -> table.table().name())
                .filter(name -> tables.stream().noneMatch(table -> table.name().equals(name)))
                .collect(Collectors.toSet());
        return kept.stream()
                .filter(entry ->
                        entry.kind().equals("table") && entry.table() != null && structure.contains(entry.table()))
                .map(SchemaEntry::identity)
                .toList();
    }

    Cut withSequences(List<SequenceState> states) {
        return new Cut(
                tables,
                sequences,
                new Catalogue(
                        catalogue.server(),
                        catalogue.tables(),
                        catalogue.entries(),
                        states,
                        catalogue.largeObjects(),
                        catalogue.skipped(),
                        catalogue.warnings()),
                leftOut,
                withoutRows);
    }

    private static Catalogue catalogue(
            Catalogue whole,
            List<PlannedTable> tables,
            List<SchemaEntry> entries,
            long largeObjects,
            List<Skip> skips) {
        return new Catalogue(
                whole.server(),
                tables.stream().map(table -> table.live().table()).toList(),
                entries,
                List.of(),
                largeObjects,
                skips,
                whole.warnings());
    }

    /** An identity column's sequence comes with its table, any other has an entry of its own. */
    private static boolean creates(List<SchemaEntry> entries, String sequence) {
        return entries.stream().anyMatch(entry -> switch (entry.kind()) {
            case "sequence" -> entry.statements().stream().anyMatch(sql -> sql.contains("SEQUENCE " + sequence + " "));
            case "table" ->
                entry.statements().stream().anyMatch(sql -> sql.contains("SEQUENCE NAME " + sequence + " "));
            default -> false;
        });
    }

    /** The entries of a catalogue, sorted into those that stay and those that go. */
    private static final class Entries {
        private final List<SchemaEntry> all;
        private final Map<String, SchemaEntry> byId = new LinkedHashMap<>();
        private final Set<TableName> chosen = new HashSet<>();
        private final Set<String> kept = new HashSet<>();

        Entries(LiveCatalogue live, List<PlannedTable> tables, TableSelection selection) {
            all = live.catalogue().entries();
            all.forEach(entry -> byId.put(entry.id(), entry));
            tables.forEach(table -> chosen.add(table.name()));
            Set<TableName> withRows =
                    live.tables().stream().map(table -> table.table().name()).collect(Collectors.toSet());
            for (SchemaEntry entry : all) {
                TableName table = entry.table();
                if (table != null && !withRows.contains(table) && Selection.fits(selection, table)) {
                    chosen.add(table);
                }
            }
        }

        List<SchemaEntry> keep(List<Skip> skips) {
            keepWhatChosenTablesNeed();
            Set<String> ownedElsewhere = all.stream()
                    .filter(entry -> entry.kind().equals(SEQUENCE_OWNER) && !isChosen(entry))
                    .flatMap(entry -> entry.dependsOn().stream())
                    .collect(Collectors.toSet());
            for (SchemaEntry entry : all) {
                if (kept.contains(entry.id())) {
                    continue;
                }
                if (entry.table() == null) {
                    boolean ownedByLeftOut = entry.kind().equals("sequence") && ownedElsewhere.contains(entry.id());
                    keepOrSkip(entry, !ownedByLeftOut, skips);
                } else if (entry.kind().equals(FOREIGN_KEY) && isChosen(entry)) {
                    foreignKey(entry, skips);
                }
            }
            return all.stream().filter(entry -> kept.contains(entry.id())).toList();
        }

        /** Parents, types, functions, sequences; of a table that is needed only its structure. */
        private void keepWhatChosenTablesNeed() {
            Deque<SchemaEntry> open = new ArrayDeque<>();
            all.stream()
                    .filter(entry -> isChosen(entry) && !entry.kind().equals(FOREIGN_KEY))
                    .forEach(open::add);
            while (!open.isEmpty()) {
                SchemaEntry entry = open.remove();
                if (kept.add(entry.id())) {
                    for (String id : entry.dependsOn()) {
                        SchemaEntry needed = byId.get(id);
                        if (needed != null) {
                            open.add(needed);
                        }
                    }
                }
            }
        }

        private void keepOrSkip(SchemaEntry entry, boolean wanted, List<Skip> skips) {
            String missing = entry.dependsOn().stream()
                    .filter(id -> byId.containsKey(id) && !kept.contains(id))
                    .findFirst()
                    .orElse(null);
            if (missing == null && wanted) {
                kept.add(entry.id());
            } else if (missing != null && !entry.kind().equals("comment")) {
                skips.add(new Skip(entry.id(), "it needs " + missing + ", which the selection leaves out"));
            }
        }

        private void foreignKey(SchemaEntry entry, List<Skip> skips) {
            for (String id : entry.dependsOn()) {
                SchemaEntry needed = byId.get(id);
                if (needed != null && needed.table() != null && !isChosen(needed)) {
                    skips.add(new Skip(
                            entry.id(), "it refers to " + needed.table() + ", which the selection leaves out"));
                    return;
                }
            }
            kept.add(entry.id());
        }

        private boolean isChosen(SchemaEntry entry) {
            return entry.table() != null && chosen.contains(entry.table());
        }
    }
}

package dev.coffer.backup.internal.selection;

import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.LeftOut;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a schema down to chosen tables: they stay with everything that they need, a table that they need with its structure
 * alone. A foreign key to a table that goes is a skip that names it; so is whatever else was wanted and cannot stay.
 */
public final class EntryCut {
    private static final String FOREIGN_KEY = "foreign key";
    private static final String PLACEHOLDER = " placeholder";
    private static final String SEQUENCE_OWNER = "sequence owner";

    private final List<SchemaEntry> all;
    private final Choice choice;
    private final Map<String, SchemaEntry> byId = new LinkedHashMap<>();
    private final Set<String> kept = new HashSet<>();
    private final List<Skip> skips = new ArrayList<>();

    private EntryCut(List<SchemaEntry> all, Choice choice) {
        this.all = all;
        this.choice = choice;
        all.forEach(entry -> byId.put(entry.id(), entry));
        keepWhatChosenTablesNeed();
    }

    /**
     * What stays.
     *
     * @param entries in their order
     * @param skips what was wanted and had to go
     */
    public record Result(List<SchemaEntry> entries, List<Skip> skips) {}

    /** Chosen tables, and everything else that does not belong to a table which goes or need one. */
    public static Result withTheRest(List<SchemaEntry> entries, Choice choice) {
        EntryCut cut = new EntryCut(entries, choice);
        Set<String> ownedElsewhere = new HashSet<>();
        for (SchemaEntry entry : entries) {
            if (entry.kind().equals(SEQUENCE_OWNER) && !cut.isChosen(entry)) {
                ownedElsewhere.addAll(entry.dependsOn());
            }
        }
        Set<String> wanted = new HashSet<>();
        for (SchemaEntry entry : entries) {
            boolean ownedByWhatGoes = entry.kind().equals("sequence") && ownedElsewhere.contains(entry.id());
            if (!ownedByWhatGoes && !choice.excludedViews().contains(entry.id())) {
                wanted.add(entry.id());
            }
        }
        return cut.finish(wanted);
    }

    /** Chosen tables, the views that were chosen with them and, where it is asked for, what depends on them; nothing else. */
    public static Result alone(List<SchemaEntry> entries, Choice choice) {
        EntryCut cut = new EntryCut(entries, choice);
        cut.keepExtensionsOfMembers();
        Set<String> wanted = new HashSet<>(choice.views());
        if (choice.dependents()) {
            cut.addDependents(wanted);
        }
        wanted.removeAll(choice.excludedViews());
        cut.addPartsOfViews(wanted);
        cut.addNeeded(wanted);
        return cut.finish(wanted);
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
                open.addAll(needs(entry));
            }
        }
    }

    /** Which extension makes a table that has no entry is not known. */
    private void keepExtensionsOfMembers() {
        Set<TableName> made = new HashSet<>();
        all.stream().filter(entry -> entry.table() != null).forEach(entry -> made.add(entry.table()));
        if (!made.containsAll(choice.tables())) {
            for (SchemaEntry entry : all) {
                if (entry.kind().equals("extension")) {
                    kept.add(entry.id());
                    needs(entry).forEach(needed -> kept.add(needed.id()));
                }
            }
        }
    }

    /** Whatever depends on an entry of a chosen table, directly or not, and is no part of another table. */
    private void addDependents(Set<String> wanted) {
        Map<String, List<SchemaEntry>> dependents = new HashMap<>();
        for (SchemaEntry entry : all) {
            if (!ofTable(entry)) {
                entry.dependsOn()
                        .forEach(id -> dependents
                                .computeIfAbsent(id, same -> new ArrayList<>())
                                .add(entry));
            }
        }
        Deque<String> open = new ArrayDeque<>();
        all.stream().filter(this::isChosen).map(SchemaEntry::id).forEach(open::add);
        while (!open.isEmpty()) {
            for (SchemaEntry entry : dependents.getOrDefault(open.remove(), List.of())) {
                if (wanted.add(entry.id())) {
                    open.add(entry.id());
                }
            }
        }
    }

    private void addPartsOfViews(Set<String> wanted) {
        for (SchemaEntry entry : all) {
            String view = viewOf(entry);
            boolean part = view == null
                    ? entry.kind().equals("rule") && entry.dependsOn().stream().anyMatch(wanted::contains)
                    : wanted.contains(view);
            if (part && !ofTable(entry)) {
                wanted.add(entry.id());
            }
        }
    }

    private void addNeeded(Set<String> wanted) {
        Deque<String> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            SchemaEntry entry = byId.get(open.remove());
            if (entry != null && !kept.contains(entry.id()) && !ofTable(entry)) {
                needs(entry).stream().map(SchemaEntry::id).filter(wanted::add).forEach(open::add);
            }
        }
    }

    private Result finish(Set<String> wanted) {
        for (SchemaEntry entry : all) {
            if (kept.contains(entry.id())) {
                continue;
            }
            if (!ofTable(entry)) {
                keepOrSkip(entry, wanted.contains(entry.id()) || goesAlong(entry));
            } else if (entry.kind().equals(FOREIGN_KEY) && isChosen(entry)) {
                foreignKey(entry);
            }
        }
        // A view that cannot be completed leaves no stub behind.
        List<SchemaEntry> entries = new LeftOut(skips)
                .keep(all.stream().filter(entry -> kept.contains(entry.id())).toList(), entry -> null);
        return new Result(entries, List.copyOf(skips));
    }

    /** A comment, an index of a view, what was revoked: nothing on its own, and part of whatever it needs. */
    private boolean goesAlong(SchemaEntry entry) {
        boolean part = entry.drop() == null || entry.table() != null;
        boolean itself = entry.kind().endsWith(PLACEHOLDER) || entry.id().equals(viewOf(entry));
        return part && !itself && !entry.dependsOn().isEmpty() && kept.containsAll(entry.dependsOn());
    }

    private void keepOrSkip(SchemaEntry entry, boolean wanted) {
        if (!wanted) {
            return;
        }
        String missing = entry.dependsOn().stream()
                .filter(id -> byId.containsKey(id) && !kept.contains(id))
                .findFirst()
                .orElse(null);
        if (missing == null) {
            kept.add(entry.id());
        } else if (!entry.kind().equals("comment") && !entry.kind().endsWith(PLACEHOLDER) && !ofViewThatGoes(entry)) {
            skips.add(new Skip(entry.id(), "it needs " + missing + ", which the selection leaves out"));
        }
    }

    private boolean ofViewThatGoes(SchemaEntry entry) {
        String view = viewOf(entry);
        return view != null && !view.equals(entry.id()) && !kept.contains(view);
    }

    /** The materialized view that an entry is, or is part of. */
    private @Nullable String viewOf(SchemaEntry entry) {
        return entry.table() == null ? null : choice.relations().views().get(entry.table());
    }

    private void foreignKey(SchemaEntry entry) {
        for (SchemaEntry needed : needs(entry)) {
            if (needed.table() != null && !isChosen(needed)) {
                skips.add(new Skip(entry.id(), "it refers to " + needed.table() + ", which the selection leaves out"));
                return;
            }
        }
        kept.add(entry.id());
    }

    private List<SchemaEntry> needs(SchemaEntry entry) {
        List<SchemaEntry> needs = new ArrayList<>();
        for (String id : entry.dependsOn()) {
            SchemaEntry needed = byId.get(id);
            if (needed != null) {
                needs.add(needed);
            }
        }
        return needs;
    }

    /** Whether it is a table or a part of one, rather than of a view. */
    private boolean ofTable(SchemaEntry entry) {
        return entry.table() != null && choice.relations().tables().contains(entry.table());
    }

    private boolean isChosen(SchemaEntry entry) {
        return entry.table() != null && choice.tables().contains(entry.table());
    }
}

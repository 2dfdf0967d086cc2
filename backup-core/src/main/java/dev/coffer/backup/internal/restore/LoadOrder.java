package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The order in which tables that exist can be loaded one after another: what a foreign key of the target refers to comes first,
 * and otherwise the order of the backup. The partitions of a table stay together. A circle begins with the first of its tables.
 */
final class LoadOrder {
    private final TargetState target;
    private final List<TableAction> tables;
    private final Map<TableName, Integer> places = new HashMap<>();
    private final Map<TableName, Integer> sizes = new HashMap<>();

    private LoadOrder(List<TableAction> tables, TargetState target) {
        this.target = target;
        this.tables = sorted(tables);
    }

    static LoadOrder of(List<TableAction> tables, TargetState target) {
        return new LoadOrder(tables, target);
    }

    /** A table by the name that foreign keys refer to: for a partition its root's. */
    private TableName group(TableName table) {
        TargetState.Table existing = target.tables().get(table);
        return existing == null ? table : existing.root();
    }

    private List<TableAction> sorted(List<TableAction> given) {
        Map<TableName, List<TableAction>> members = new LinkedHashMap<>();
        for (TableAction table : given) {
            members.computeIfAbsent(group(table.into()), name -> new ArrayList<>())
                    .add(table);
        }
        List<TableName> names = List.copyOf(members.keySet());
        Map<TableName, Integer> index = new HashMap<>();
        names.forEach(name -> index.put(name, index.size()));
        Map<Integer, Set<Integer>> waitsFor = new HashMap<>();
        Map<Integer, Set<Integer>> neededBy = new HashMap<>();
        for (TargetState.Reference reference : target.references()) {
            Integer from = index.get(group(reference.from()));
            Integer to = index.get(group(reference.to()));
            if (from != null && to != null && !from.equals(to)) {
                waitsFor.computeIfAbsent(from, place -> new HashSet<>()).add(to);
                neededBy.computeIfAbsent(to, place -> new HashSet<>()).add(from);
            }
        }
        TreeSet<Integer> ready = new TreeSet<>();
        TreeSet<Integer> waiting = new TreeSet<>();
        for (int i = 0; i < names.size(); i++) {
            (waitsFor.containsKey(i) ? waiting : ready).add(i);
        }
        List<TableAction> sorted = new ArrayList<>();
        while (!ready.isEmpty() || !waiting.isEmpty()) {
            int next = requireNonNull(ready.isEmpty() ? waiting.pollFirst() : ready.pollFirst());
            places.put(names.get(next), places.size());
            List<TableAction> group = requireNonNull(members.get(names.get(next)));
            sizes.put(names.get(next), group.size());
            sorted.addAll(group);
            for (int child : neededBy.getOrDefault(next, Set.of())) {
                Set<Integer> missing = requireNonNull(waitsFor.get(child));
                if (missing.remove(next) && missing.isEmpty() && waiting.remove(child)) {
                    ready.add(child);
                }
            }
        }
        return List.copyOf(sorted);
    }

    /** The tables, parents first. */
    List<TableAction> tables() {
        return tables;
    }

    /** The foreign keys that no order serves: they refer to rows which arrive later, and do not wait for them. */
    List<TargetState.Reference> late() {
        return target.references().stream()
                .filter(reference -> !reference.deferred() && late(reference))
                .toList();
    }

    private boolean late(TargetState.Reference reference) {
        TableName from = group(reference.from());
        TableName to = group(reference.to());
        Integer fromPlace = places.get(from);
        Integer toPlace = places.get(to);
        if (fromPlace == null || toPlace == null) {
            return false;
        }
        return fromPlace.equals(toPlace) ? sizes.getOrDefault(from, 1) > 1 : toPlace > fromPlace;
    }
}

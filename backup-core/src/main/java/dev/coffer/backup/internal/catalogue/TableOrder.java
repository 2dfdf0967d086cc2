package dev.coffer.backup.internal.catalogue;

import static java.util.Comparator.comparing;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Orders tables so that what a foreign key refers to comes before what refers to it, and by name where that leaves it open. The
 * partitions of a table stay together. A circle begins with the first of its names.
 */
final class TableOrder {
    private final Map<Long, Group> groups = new HashMap<>();

    private static final class Group {
        final TableName name;
        final List<LiveTable> tables = new ArrayList<>();
        final Set<Group> waitsFor = new HashSet<>();
        final Set<Group> neededBy = new HashSet<>();

        Group(TableName name) {
            this.name = name;
        }
    }

    /** @param root the topmost parent of a partition, or the table itself */
    void add(long rootOid, TableName root, LiveTable table) {
        groups.computeIfAbsent(rootOid, oid -> new Group(root)).tables.add(table);
    }

    void reference(long from, long to) {
        Group child = groups.get(from);
        Group parent = groups.get(to);
        if (child != null && parent != null && child != parent) {
            child.waitsFor.add(parent);
            parent.neededBy.add(child);
        }
    }

    List<LiveTable> parentsFirst() {
        TreeSet<Group> waiting = new TreeSet<>(comparing(group -> group.name));
        TreeSet<Group> ready = new TreeSet<>(comparing(group -> group.name));
        for (Group group : groups.values()) {
            (group.waitsFor.isEmpty() ? ready : waiting).add(group);
        }
        List<LiveTable> ordered = new ArrayList<>();
        while (!ready.isEmpty() || !waiting.isEmpty()) {
            Group next = ready.isEmpty() ? waiting.pollFirst() : ready.pollFirst();
            if (next == null) {
                throw new IllegalStateException("no table is left");
            }
            next.tables.sort(comparing(table -> table.table().name()));
            ordered.addAll(next.tables);
            for (Group child : next.neededBy) {
                if (child.waitsFor.remove(next) && child.waitsFor.isEmpty() && waiting.remove(child)) {
                    ready.add(child);
                }
            }
        }
        return ordered;
    }
}

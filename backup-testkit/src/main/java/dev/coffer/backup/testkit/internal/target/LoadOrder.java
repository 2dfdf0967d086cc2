package dev.coffer.backup.testkit.internal.target;

import dev.coffer.backup.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tables parents first, whatever order they were given in, and the foreign keys that no order serves.
 *
 * @param tables each after those that it refers to, where that can be
 * @param circular foreign keys between tables that refer to each other; not those from a table to itself, which are checked at
 *     the end of its one INSERT
 */
public record LoadOrder(List<TableName> tables, List<Reference> circular) {
    public LoadOrder {
        tables = List.copyOf(tables);
        circular = List.copyOf(circular);
    }

    /** Orders tables; references to or from others do not count. */
    public static LoadOrder of(Collection<TableName> tables, Collection<Reference> references) {
        Map<TableName, List<TableName>> parents = new LinkedHashMap<>();
        tables.forEach(table -> parents.put(table, new ArrayList<>()));
        for (Reference reference : references) {
            if (parents.containsKey(reference.from()) && parents.containsKey(reference.to())) {
                parents.get(reference.from()).add(reference.to());
            }
        }
        Search search = new Search(parents);
        parents.keySet().forEach(search::visit);
        List<Reference> circular = references.stream()
                .filter(reference -> !reference.from().equals(reference.to()))
                .filter(reference -> search.circles.containsKey(reference.from())
                        && search.circles.get(reference.from()).equals(search.circles.get(reference.to())))
                .toList();
        return new LoadOrder(search.ordered, circular);
    }

    /** Tarjan's search for strongly connected components; it finds parents before children. */
    private static final class Search {
        private final Map<TableName, List<TableName>> parents;
        private final Map<TableName, Integer> number = new HashMap<>();
        private final Map<TableName, Integer> lowest = new HashMap<>();
        private final Deque<TableName> open = new ArrayDeque<>();
        private final Set<TableName> isOpen = new HashSet<>();
        private final Map<TableName, Integer> circles = new HashMap<>();
        private final List<TableName> ordered = new ArrayList<>();

        Search(Map<TableName, List<TableName>> parents) {
            this.parents = parents;
        }

        void visit(TableName table) {
            if (number.containsKey(table)) {
                return;
            }
            int own = number.size();
            number.put(table, own);
            lowest.put(table, own);
            open.push(table);
            isOpen.add(table);
            for (TableName parent : parents.getOrDefault(table, List.of())) {
                if (!number.containsKey(parent)) {
                    visit(parent);
                    lowest.merge(table, lowest.getOrDefault(parent, own), Math::min);
                } else if (isOpen.contains(parent)) {
                    lowest.merge(table, number.getOrDefault(parent, own), Math::min);
                }
            }
            if (lowest.getOrDefault(table, own) == own) {
                close(table, own);
            }
        }

        private void close(TableName root, int circle) {
            TableName table;
            do {
                table = open.pop();
                isOpen.remove(table);
                circles.put(table, circle);
                ordered.add(table);
            } while (!table.equals(root));
        }
    }
}

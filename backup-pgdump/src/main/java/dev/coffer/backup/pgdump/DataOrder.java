package dev.coffer.backup.pgdump;

import dev.coffer.backup.TableName;
import dev.coffer.backup.pgdump.archive.TocEntry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The list that makes pg_restore print the rows of parents before those of their children, so that psql can load them. */
final class DataOrder {
    private DataOrder() {}

    static List<String> of(List<TocEntry> entries, List<TableName> tables) {
        Map<TableName, Integer> places = new HashMap<>();
        tables.forEach(table -> places.put(table, places.size()));
        return entries.stream()
                .sorted(Comparator.comparingInt(entry -> place(entry, places)))
                .map(entry -> entry.id() + ";")
                .toList();
    }

    /** Sequences and large objects after the tables, in the order that they had. */
    private static int place(TocEntry entry, Map<TableName, Integer> places) {
        return entry.kind().equals("TABLE DATA")
                ? places.getOrDefault(new TableName(entry.schema(), entry.tag()), Integer.MAX_VALUE - 1)
                : Integer.MAX_VALUE;
    }
}

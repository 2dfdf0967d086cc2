package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Divides what comes after the rows into steps: what takes long and depends on nothing else of its step is done side by
 * side, everything else in its order. Only what concerns a large table is worth a job of its own.
 */
final class PostDataPlan {
    private static final long LARGE = 1 << 20;
    private static final int SMALL_TOGETHER = 200;
    private static final Set<String> KEYS = Set.of("primary key", "unique constraint", "exclusion constraint", "index");
    private static final String FOREIGN_KEY = "foreign key";

    /** Of the tables that hold rows themselves, which are no partitioned ones. */
    private final Map<TableName, Long> sizes = new HashMap<>();

    private final Map<String, TableName> tables = new HashMap<>();

    /**
     * A plan for a backup.
     *
     * @param source tells the sizes
     * @param all every entry of the backup
     */
    PostDataPlan(List<SourceTable> source, List<SchemaEntry> all) {
        source.forEach(table -> sizes.put(table.name(), table.bytes()));
        for (SchemaEntry entry : all) {
            TableName table = entry.table();
            if (table != null) {
                tables.put(entry.id(), table);
            }
        }
    }

    /**
     * What can be done at the same time, and what comes after it in its order.
     *
     * @param jobs entries that belong together
     * @param after the rest of the step
     */
    record Step(List<JobQueue.Job<List<SchemaEntry>>> jobs, List<SchemaEntry> after) {}

    /** The steps, one after the other. */
    List<Step> steps(List<SchemaEntry> entries) {
        List<Step> steps = new ArrayList<>();
        int from = 0;
        while (from < entries.size()) {
            String group = group(entries.get(from));
            int to = from;
            while (to < entries.size() && group(entries.get(to)).equals(group)) {
                to++;
            }
            steps.add(step(group, entries.subList(from, to)));
            from = to;
        }
        return steps;
    }

    private static String group(SchemaEntry entry) {
        return KEYS.contains(entry.kind()) ? "key" : entry.kind().equals(FOREIGN_KEY) ? FOREIGN_KEY : "";
    }

    private Step step(String group, List<SchemaEntry> entries) {
        return switch (group) {
            case "key" -> keys(entries);
            case FOREIGN_KEY -> foreignKeys(entries);
            default -> new Step(List.of(), entries);
        };
    }

    private Step keys(List<SchemaEntry> entries) {
        Set<String> ids = new HashSet<>();
        entries.forEach(entry -> ids.add(entry.id()));
        List<JobQueue.Job<List<SchemaEntry>>> jobs = new ArrayList<>();
        Map<TableName, List<SchemaEntry>> small = new LinkedHashMap<>();
        List<SchemaEntry> after = new ArrayList<>();
        for (SchemaEntry entry : entries) {
            TableName table = entry.table();
            if (table == null || entry.dependsOn().stream().anyMatch(ids::contains)) {
                after.add(entry);
            } else if (!large(table)) {
                small.computeIfAbsent(table, t -> new ArrayList<>()).add(entry);
            } else if (entry.kind().equals("index") && entry.statements().size() == 1) {
                jobs.add(new JobQueue.Job<>(List.of(entry), Set.of(), Set.of(table)));
            } else {
                jobs.add(new JobQueue.Job<>(List.of(entry), Set.of(table), Set.of()));
            }
        }
        jobs.sort((a, b) -> Long.compare(size(b), size(a)));
        jobs.addAll(together(small));
        return new Step(jobs, after);
    }

    private long size(JobQueue.Job<List<SchemaEntry>> job) {
        TableName table = job.item().get(0).table();
        return table == null ? 0 : size(table);
    }

    /** Those of one table stay together, so that no other job touches it. */
    private static List<JobQueue.Job<List<SchemaEntry>>> together(Map<TableName, List<SchemaEntry>> small) {
        List<JobQueue.Job<List<SchemaEntry>>> jobs = new ArrayList<>();
        List<SchemaEntry> some = new ArrayList<>();
        Set<TableName> theirs = new LinkedHashSet<>();
        for (Map.Entry<TableName, List<SchemaEntry>> table : small.entrySet()) {
            some.addAll(table.getValue());
            theirs.add(table.getKey());
            if (some.size() >= SMALL_TOGETHER) {
                jobs.add(new JobQueue.Job<>(List.copyOf(some), Set.copyOf(theirs), Set.of()));
                some.clear();
                theirs.clear();
            }
        }
        if (!some.isEmpty()) {
            jobs.add(new JobQueue.Job<>(List.copyOf(some), Set.copyOf(theirs), Set.of()));
        }
        return jobs;
    }

    /** A foreign key locks both tables; that of a partitioned table all its partitions too, which are not known here. */
    private Step foreignKeys(List<SchemaEntry> entries) {
        List<JobQueue.Job<List<SchemaEntry>>> jobs = new ArrayList<>();
        List<SchemaEntry> after = new ArrayList<>();
        for (SchemaEntry entry : entries) {
            Set<TableName> both = bothTables(entry);
            if (both == null || both.stream().noneMatch(this::large)) {
                after.add(entry);
            } else {
                jobs.add(new JobQueue.Job<>(List.of(entry), both, Set.of()));
            }
        }
        return new Step(jobs, after);
    }

    private @Nullable Set<TableName> bothTables(SchemaEntry entry) {
        Set<TableName> both = new HashSet<>();
        if (entry.table() == null || !sizes.containsKey(entry.table())) {
            return null;
        }
        both.add(entry.table());
        for (String id : entry.dependsOn()) {
            TableName table = tables.get(id);
            if (table != null && !sizes.containsKey(table)) {
                return null;
            }
            if (table != null) {
                both.add(table);
            }
        }
        return both;
    }

    /** Whether what concerns the table is worth a job of its own. */
    boolean large(TableName table) {
        return size(table) > LARGE;
    }

    /** How many bytes of rows it holds itself. */
    long size(TableName table) {
        return sizes.getOrDefault(table, 0L);
    }
}

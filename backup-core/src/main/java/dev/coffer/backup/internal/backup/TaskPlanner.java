package dev.coffer.backup.internal.backup;

import dev.coffer.backup.internal.catalogue.LiveTable;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.TableData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Divides the tables of a backup among COPY statements, in the order of the files. */
final class TaskPlanner {
    private static final List<Column> LARGE_OBJECT_COLUMNS = List.of(
            new Column("number", "oid", 26), new Column("offset", "bigint", 20), new Column("bytes", "bytea", 17));

    /** What {@code pg_extension_config_dump} was given begins with the word. */
    private static final Pattern EXTENSION_WHERE = Pattern.compile("^\\s*WHERE\\s", Pattern.CASE_INSENSITIVE);

    private final Tuning tuning;
    private final int connections;
    private final boolean splittable;
    private final IntPredicate elsewhere;

    /**
     * Plans for a run.
     *
     * @param connections how many may read at the same time
     * @param splittable whether every exporter takes a table in parts
     * @param elsewhere the places of tables whose rows do not come from the server
     */
    TaskPlanner(Tuning tuning, int connections, boolean splittable, IntPredicate elsewhere) {
        this.elsewhere = elsewhere;
        this.tuning = tuning;
        this.connections = connections;
        this.splittable = splittable;
    }

    /** The tables as exporters see them, large objects last. */
    List<TableData> tables(List<PlannedTable> planned, long largeObjects) {
        List<TableData> tables = new ArrayList<>();
        for (PlannedTable table : planned) {
            LiveTable live = table.live();
            tables.add(new TableData(
                    table.name(),
                    TableData.Kind.TABLE,
                    tables.size(),
                    live.table().columns(),
                    elsewhere.test(tables.size()) ? 1 : parts(live),
                    live.estimatedRows(),
                    live.tableBytes()));
        }
        if (largeObjects > 0) {
            tables.add(new TableData(
                    TableData.LARGE_OBJECTS_NAME,
                    TableData.Kind.LARGE_OBJECTS,
                    tables.size(),
                    LARGE_OBJECT_COLUMNS,
                    1,
                    largeObjects,
                    -1));
        }
        return tables;
    }

    private int parts(LiveTable table) {
        if (!splittable || connections == 1 || table.tableBytes() <= tuning.splitBytes()) {
            return 1;
        }
        long parts = Math.min(table.tableBytes() / tuning.partBytes(), 4L * connections);
        return (int) Math.max(1, Math.min(parts, table.pages()));
    }

    /**
     * The tasks.
     *
     * @param tables as {@link #tables} gave them
     * @param lockBudget how many locks one task may take
     */
    List<ReadTask> tasks(List<PlannedTable> planned, List<TableData> tables, Instant snapshotTime, long lockBudget) {
        List<ReadTask> tasks = new ArrayList<>();
        List<ReadTask.Source> together = new ArrayList<>();
        long bytes = 0;
        long locks = 0;
        for (int i = 0; i < planned.size(); i++) {
            if (elsewhere.test(i)) {
                continue;
            }
            PlannedTable table = planned.get(i);
            LiveTable live = table.live();
            ReadTask.Source source = new ReadTask.Source(tables.get(i), live, where(table, snapshotTime));
            boolean small = live.tableBytes() <= tuning.smallBytes() && source.where() == null;
            if (!small
                    || together.size() == tuning.batchTables()
                    || bytes + live.tableBytes() > tuning.batchBytes()
                    || locks + live.locks() > lockBudget) {
                flush(together, tasks);
                bytes = 0;
                locks = 0;
            }
            if (small) {
                together.add(source);
                bytes += live.tableBytes();
                locks += live.locks();
            } else {
                single(source, live, tasks);
            }
        }
        flush(together, tasks);
        if (tables.size() > planned.size()) {
            tasks.add(new ReadTask.LargeObjects(new ReadTask.Source(tables.get(planned.size()), null, null)));
        }
        return tasks;
    }

    private static @Nullable String where(PlannedTable table, Instant snapshotTime) {
        String condition = ConditionSql.of(table.condition(), snapshotTime);
        String extension = table.live().condition();
        if (extension.isEmpty()) {
            return condition;
        }
        String own = "(" + EXTENSION_WHERE.matcher(extension).replaceFirst("") + "\n)";
        return condition == null ? own : own + " AND " + condition;
    }

    private static void single(ReadTask.Source source, LiveTable live, List<ReadTask> tasks) {
        int parts = source.data().parts();
        if (parts == 1) {
            tasks.add(new ReadTask.Whole(source));
            return;
        }
        for (int part = 0; part < parts; part++) {
            long from = live.pages() * part / parts;
            long to = part == parts - 1 ? -1 : live.pages() * (part + 1) / parts;
            tasks.add(new ReadTask.Range(source, part, from, to));
        }
    }

    private static void flush(List<ReadTask.Source> together, List<ReadTask> tasks) {
        if (together.size() == 1) {
            tasks.add(new ReadTask.Whole(together.get(0)));
        } else if (!together.isEmpty()) {
            tasks.add(new ReadTask.Together(List.copyOf(together)));
        }
        together.clear();
    }
}

package dev.coffer.backup.internal.backup;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.spi.TableTotals;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the rows of its last run in memory, as COPY text; for one run at a time. */
final class MemoryExporter implements TableExporter {
    private final String name;
    private final boolean splittable;
    private final Map<TableName, Map<Integer, ByteArrayOutputStream>> rows = new ConcurrentHashMap<>();
    private final Map<TableName, TableTotals> totals = new ConcurrentHashMap<>();
    volatile List<TableData> tables = List.of();
    volatile int closed;
    volatile boolean finished;

    MemoryExporter(String name, boolean splittable) {
        this.name = name;
        this.splittable = splittable;
    }

    static MemoryExporter create() {
        return new MemoryExporter("memory", true);
    }

    /** The rows of a table, parts in order, as COPY would send them. */
    String text(String schema, String table) {
        StringBuilder text = new StringBuilder();
        Map<Integer, ByteArrayOutputStream> parts = rows.get(new TableName(schema, table));
        if (parts == null) {
            throw new AssertionError("no such table: " + table + " among " + rows.keySet());
        }
        parts.values().forEach(part -> text.append(part.toString(StandardCharsets.UTF_8)));
        return text.toString();
    }

    int parts(String table) {
        return rows.get(new TableName("public", table)).size();
    }

    TableTotals totals(String table) {
        return totals.get(new TableName("public", table));
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        tables.forEach(table -> names.add(table.name().toString()));
        return names;
    }

    @Override
    public FormatId format() {
        return new FormatId(name, 1);
    }

    @Override
    public boolean splittable() {
        return splittable;
    }

    @Override
    public Export open(ExportContext run) {
        tables = run.tables();
        rows.clear();
        closed = 0;
        finished = false;
        return new Export() {
            @Override
            public RowSink table(TableData table, int part) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                Map<Integer, ByteArrayOutputStream> parts = rows.computeIfAbsent(
                        table.name(), key -> java.util.Collections.synchronizedMap(new TreeMap<>()));
                if (parts.put(part, out) != null) {
                    throw new IllegalStateException("part " + part + " of " + table.name() + " came twice");
                }
                return new RowSink() {
                    private final CopyTextBuffer buffer = new CopyTextBuffer();

                    @Override
                    public void row(Row row) {
                        buffer.clear();
                        buffer.append(row);
                        out.write(buffer.bytes(), 0, buffer.length());
                    }

                    @Override
                    public void end() {}
                };
            }

            @Override
            public void finish() {
                tables.forEach(table -> totals.put(table.name(), run.totals(table)));
                run.info("Memory: gone.");
                finished = true;
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }
}

package dev.coffer.backup.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowBuilder;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What core does for a format, without a database and without a disk: for trying a format while it is being written, and for tests
 * of what no database would give. Each table is delivered in a number of parts by several threads, last table first.
 */
public final class MemoryBackup {
    private final List<SampleTable> samples;
    private final List<TableData> tables;
    private final MemoryFiles files;

    private MemoryBackup(List<SampleTable> samples, List<TableData> tables, MemoryFiles files) {
        this.samples = samples;
        this.tables = tables;
        this.files = files;
    }

    /** Exports the tables, each in one part. */
    public static MemoryBackup of(TableExporter exporter, SampleTable... tables) throws Exception {
        return of(exporter, 1, tables);
    }

    /**
     * Exports the tables.
     *
     * @param parts how many parts each table arrives in
     */
    public static MemoryBackup of(TableExporter exporter, int parts, SampleTable... tables) throws Exception {
        MemoryBackup backup = prepare(parts, tables);
        backup.run(exporter);
        return backup;
    }

    static MemoryBackup prepare(int parts, SampleTable... tables) {
        List<TableData> data = new ArrayList<>();
        for (int i = 0; i < tables.length; i++) {
            SampleTable table = tables[i];
            int rows = table.rows().size();
            data.add(new TableData(table.name(), kind(table.name()), i, table.columns(), parts, rows, 0));
        }
        return new MemoryBackup(List.of(tables), data, new MemoryFiles(data, List.of(tables)));
    }

    void run(TableExporter exporter) throws Exception {
        try (Export export = exporter.open(files)) {
            deliver(export);
            files.allDelivered();
            export.finish();
        }
    }

    MemoryFiles files() {
        return files;
    }

    private static TableData.Kind kind(TableName name) {
        return name.equals(TableData.LARGE_OBJECTS_NAME) ? TableData.Kind.LARGE_OBJECTS : TableData.Kind.TABLE;
    }

    private void deliver(Export export) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int i = tables.size() - 1; i >= 0; i--) {
                for (int part = tables.get(i).parts() - 1; part >= 0; part--) {
                    work.add(threads.submit(new Delivery(
                            export, tables.get(i), part, samples.get(i).rows())));
                }
            }
            for (Future<?> one : work) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    /** Every file's name, in order. */
    public List<String> fileNames() {
        return files.names();
    }

    /** The bytes of a file as it would lie on disk. */
    public byte[] file(String name) {
        return files.bytes(name);
    }

    /** Writes every file below this folder, which exists. */
    public void writeTo(Path folder) throws IOException {
        for (String name : fileNames()) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, file(name));
        }
    }

    /** What the exporter said about itself. */
    public String info() {
        return files.info();
    }

    /** The tables as exporters and strategies see them. */
    public List<TableData> tables() {
        return tables;
    }

    /** The uncompressed bytes of a table: those that a strategy gets. */
    public byte[] tableBytes(TableData table) {
        return files.tableBytes(table);
    }

    /** This backup with other bytes in the place of a table. */
    public MemoryBackup withTableBytes(TableData table, byte[] bytes) {
        return new MemoryBackup(samples, tables, files.with(table, bytes));
    }

    /** Reads every column of a table back. */
    public List<List<@Nullable String>> rows(RestoreStrategy strategy, TableData table) throws IOException {
        return rows(
                strategy,
                table,
                table.columns().stream().map(column -> column.name()).toList());
    }

    /** Reads columns of a table back, in this order. */
    public List<List<@Nullable String>> rows(RestoreStrategy strategy, TableData table, List<String> columns)
            throws IOException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        read(strategy, table, columns, new RowSink() {
            @Override
            public void row(Row row) {
                rows.add(texts(row));
            }

            @Override
            public void end() {}
        });
        return rows;
    }

    /** Reads columns of a table into a sink. */
    void read(RestoreStrategy strategy, TableData table, List<String> columns, RowSink into) throws IOException {
        try (Restore restore = strategy.open(files)) {
            if (!(restore instanceof RowRestore reading)) {
                throw new IllegalStateException(strategy.format() + " gives no rows");
            }
            reading.rows(table, columns, into);
        }
    }

    private static List<@Nullable String> texts(Row row) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            texts.add(row.isNull(i) ? null : row.text(i));
        }
        return Collections.unmodifiableList(texts);
    }

    /** The table that was exported. */
    public SampleTable sample(TableData table) {
        return samples.get(table.index());
    }

    /** One part of one table, delivered by one thread. */
    private record Delivery(Export export, TableData table, int part, List<List<@Nullable String>> rows)
            implements Runnable {
        @Override
        public void run() {
            try {
                RowSink sink = export.table(table, part);
                RowBuilder row = new RowBuilder(table.columns().size());
                int from = rows.size() * part / table.parts();
                int to = rows.size() * (part + 1) / table.parts();
                for (List<@Nullable String> fields : rows.subList(from, to)) {
                    row.clear();
                    for (int i = 0; i < fields.size(); i++) {
                        String text = fields.get(i);
                        if (text != null) {
                            byte[] bytes = text.getBytes(UTF_8);
                            row.set(i, bytes, 0, bytes.length);
                        }
                    }
                    sink.row(row);
                }
                sink.end();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

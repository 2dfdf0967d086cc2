package dev.coffer.backup.internal.backup;

import dev.coffer.backup.internal.catalogue.SchemaSql;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.store.BackupWriter;
import dev.coffer.backup.internal.store.FileNames;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.SharedSnapshot;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.spi.TableTotals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one exporter is given for one run. */
final class RunContext implements ExportContext {
    private final @Nullable String format;
    private final BackupWriter writer;
    private final Prepared prepared;
    private final byte[] document;
    private final List<TableData> tables;
    private final List<TableCount> counts;
    private final @Nullable SharedSnapshot snapshot;
    private final List<String> info = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    RunContext(
            @Nullable String format,
            @Nullable SharedSnapshot snapshot,
            BackupWriter writer,
            Prepared prepared,
            byte[] document,
            List<TableData> tables,
            List<TableCount> counts) {
        this.format = format;
        this.snapshot = snapshot;
        this.writer = writer;
        this.prepared = prepared;
        this.document = document;
        this.tables = tables;
        this.counts = counts;
    }

    @Override
    public String libraryVersion() {
        return LibraryVersion.TEXT;
    }

    @Override
    public Instant snapshotTime() {
        return prepared.snapshot().time();
    }

    @Override
    public List<TableData> tables() {
        return tables;
    }

    @Override
    public byte[] catalogueDocument() {
        return document.clone();
    }

    @Override
    public void writePreDataSql(OutputStream out) throws IOException {
        SchemaSql.writePreData(prepared.cut().catalogue(), out);
    }

    @Override
    public void writePostDataSql(OutputStream out) throws IOException {
        SchemaSql.writePostData(prepared.cut().catalogue(), out);
    }

    @Override
    public TableTotals totals(TableData table) {
        TableCount count = counts.get(table.index());
        if (!count.complete()) {
            throw new IllegalStateException("not all rows of " + table.name() + " have been read");
        }
        return count.totals();
    }

    @Override
    public String fileNameFor(TableData table, String suffix) {
        return FileNames.of(table.name()) + suffix;
    }

    @Override
    public String loadTarget(TableData table) {
        String itself = Sql.quote(table.name());
        return table.kind() == TableData.Kind.LARGE_OBJECTS
                ? itself
                : prepared.tables().get(table.index()).live().rootPartition().stream()
                        .findFirst()
                        .orElse(itself);
    }

    @Override
    public OutputStream file(String name) throws IOException {
        return writer.file(name, format);
    }

    @Override
    public PiecedFile piecedFile(
            String name,
            Compression compression,
            byte[] preamble,
            List<TableData> tables,
            Function<TableData, Framing> framing)
            throws IOException {
        return writer.piecedFile(name, format, compression, preamble, tables, framing);
    }

    @Override
    public InputStream read(String name) throws IOException {
        return writer.read(name);
    }

    @Override
    public boolean keepsFiles() {
        return writer.keepsFiles();
    }

    @Override
    public Optional<SharedSnapshot> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    @Override
    public Optional<Path> local(String name) {
        return writer.local(name);
    }

    @Override
    public void warn(String sentence) {
        warnings.add(sentence);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void info(String text) {
        info.add(text);
    }

    List<String> info() {
        return List.copyOf(info);
    }
}

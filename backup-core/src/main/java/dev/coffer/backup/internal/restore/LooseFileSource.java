package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.CatalogueDocument;
import dev.coffer.backup.internal.catalogue.CatalogueTable;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Contents;
import dev.coffer.backup.spi.LooseFile;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A file that belongs to no backup directory as the source: its strategy reads it to the end and proves it. */
final class LooseFileSource implements RestoreContext {
    private static final List<Column> LARGE_OBJECT_COLUMNS = List.of(
            new Column("number", "oid", 26), new Column("offset", "bigint", 20), new Column("bytes", "bytea", 17));

    private final Path file;
    private final Map<Integer, Contents.Entry> places;
    private final List<TableData> tables;

    private LooseFileSource(Path file, Map<Integer, Contents.Entry> places, List<TableData> tables) {
        this.file = file;
        this.places = places;
        this.tables = tables;
    }

    static RestoreSource open(Path file, List<RestoreStrategy> strategies) {
        for (RestoreStrategy strategy : strategies) {
            Optional<Contents> contents = describe(file, strategy);
            if (contents.isPresent()) {
                return source(file, strategy, contents.get());
            }
        }
        String formats = strategies.stream()
                .map(strategy -> strategy.format().toString())
                .collect(Collectors.joining(", "));
        throw Problem.of(ErrorCode.UNKNOWN_FORMAT, "the file is of none of the formats that the plan reads: " + formats)
                .file(LooseFile.nameOf(file))
                .hint("give a file that restores alone, or open the folder of a backup with Backup.open(directory)")
                .exception();
    }

    private static Optional<Contents> describe(Path file, RestoreStrategy strategy) {
        try {
            return strategy.describe(file);
        } catch (IOException e) {
            throw StorageFailure.readingAlone(e, LooseFile.nameOf(file));
        }
    }

    private static RestoreSource source(Path file, RestoreStrategy strategy, Contents contents) {
        String encoding = contents.encoding();
        if (encoding != null) {
            LooseFileSource context = new LooseFileSource(file, Map.of(), List.of());
            return new RestoreSource(unknown(encoding), List.of(), strategy, context, contents.proof());
        }
        Catalogue catalogue = CatalogueDocument.parse(contents.catalogueDocument(), LooseFile.nameOf(file));
        Map<Integer, Contents.Entry> places = new HashMap<>();
        List<TableData> tables = new ArrayList<>();
        for (Contents.Entry entry : contents.tables()) {
            TableData data = tableData(catalogue, entry, file);
            if (places.put(entry.index(), entry) != null) {
                throw Problem.of(ErrorCode.MALFORMED, "the file holds a table twice")
                        .table(data.name())
                        .file(LooseFile.nameOf(file))
                        .exception();
            }
            tables.add(data);
        }
        LooseFileSource context = new LooseFileSource(file, Map.copyOf(places), List.copyOf(tables));
        if (!context.loose()) {
            return new RestoreSource(catalogue, context.proved(), strategy, context, contents.proof());
        }
        List<SourceTable> read = FirstReading.of(context, strategy, file);
        return new RestoreSource(catalogue.without(context.names()), read, strategy, context, contents.proof());
    }

    private List<SourceTable> proved() {
        return tables.stream()
                .map(table -> {
                    Contents.Entry place = Objects.requireNonNull(places.get(table.index()));
                    return new SourceTable(table, Objects.requireNonNull(place.totals()), place.length());
                })
                .toList();
    }

    private Set<TableName> names() {
        return tables.stream().map(TableData::name).collect(Collectors.toSet());
    }

    /** Of a file that only its program can read. */
    private static Catalogue unknown(String encoding) {
        ServerInfo server = new ServerInfo("unknown", 0, "unknown", "", encoding, "libc", "C", "C", null, null, 0);
        return new Catalogue(server, List.of(), List.of(), List.of(), 0, List.of(), List.of());
    }

    private static TableData tableData(Catalogue catalogue, Contents.Entry entry, Path file) {
        int index = entry.index();
        long rows = entry.totals() == null ? -1 : entry.totals().rows();
        List<CatalogueTable> known = catalogue.tables();
        if (index >= 0 && index < known.size()) {
            CatalogueTable table = known.get(index);
            List<String> columns = entry.columns();
            return new TableData(
                    table.name(),
                    TableData.Kind.TABLE,
                    index,
                    table.columns().stream()
                            .filter(column -> columns == null || columns.contains(column.name()))
                            .toList(),
                    1,
                    rows,
                    entry.length());
        }
        if (index == known.size()) {
            return new TableData(
                    TableData.LARGE_OBJECTS_NAME,
                    TableData.Kind.LARGE_OBJECTS,
                    index,
                    LARGE_OBJECT_COLUMNS,
                    1,
                    rows,
                    entry.length());
        }
        throw Problem.of(ErrorCode.MALFORMED, "the file holds rows of a table that its schema does not have")
                .file(LooseFile.nameOf(file))
                .exception();
    }

    /** Whether nothing in it says what its rows must be. */
    @Override
    public boolean loose() {
        return places.values().stream().anyMatch(place -> place.totals() == null);
    }

    @Override
    public long firstLine(TableData table) {
        Contents.@Nullable Entry place = places.get(table.index());
        return place == null ? 0 : place.line();
    }

    @Override
    public Optional<Path> looseFile() {
        return Optional.of(file);
    }

    @Override
    public List<TableData> tables() {
        return tables;
    }

    @Override
    public InputStream open(TableData table) throws IOException {
        Contents.@Nullable Entry place = places.get(table.index());
        if (place == null) {
            throw new IOException("no such table in " + LooseFile.nameOf(file) + ": " + table.name());
        }
        InputStream plain = LooseFile.open(file, place.start());
        try {
            plain.skipNBytes(place.offset() - place.start().offset());
            return new ExactLength(plain, place.length());
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public String fileOf(TableData table) {
        return LooseFile.nameOf(file);
    }
}

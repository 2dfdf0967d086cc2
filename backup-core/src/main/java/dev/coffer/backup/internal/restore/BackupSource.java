package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Scope;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.CatalogueDocument;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.spi.TableTotals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A backup directory as the source: verified against its manifest, always. */
final class BackupSource implements RestoreContext {
    private static final String SCHEMA = "schema.json";

    private final BackupFiles files;
    private final String format;
    private final List<SourceTable> tables;

    private BackupSource(BackupFiles files, String format, List<SourceTable> tables) {
        this.files = files;
        this.format = format;
        this.tables = tables;
    }

    static RestoreSource open(BackupFiles files, List<RestoreStrategy> strategies, Scope scope) {
        RestoreStrategy strategy = choose(files.manifest().formats(), strategies);
        String format = strategy.format().name();
        String proof = files.verify(scope == Scope.SCHEMA_ONLY && !strategy.connects() ? List.of() : List.of(format));
        return source(files, strategy, proof);
    }

    /** The same for whoever has verified the files himself. */
    static RestoreSource openVerified(BackupFiles files, RestoreStrategy strategy) {
        return source(files, choose(files.manifest().formats(), List.of(strategy)), "verified before");
    }

    private static RestoreSource source(BackupFiles files, RestoreStrategy strategy, String proof) {
        List<SourceTable> tables = tables(files.manifest());
        BackupSource source = new BackupSource(files, strategy.format().name(), tables);
        return new RestoreSource(catalogue(files), tables, strategy, source, proof);
    }

    private static RestoreStrategy choose(List<FormatId> held, List<RestoreStrategy> strategies) {
        for (RestoreStrategy strategy : strategies) {
            FormatId reads = strategy.format();
            for (FormatId format : held) {
                if (format.name().equals(reads.name()) && format.version() <= reads.version()) {
                    return strategy;
                }
            }
        }
        throw Problem.of(
                        ErrorCode.UNKNOWN_FORMAT,
                        "the backup holds the format " + listed(held) + "; the plan reads "
                                + listed(strategies.stream()
                                        .map(RestoreStrategy::format)
                                        .toList()))
                .hint(remedy(held, strategies))
                .exception();
    }

    private static String remedy(List<FormatId> held, List<RestoreStrategy> strategies) {
        boolean newer = held.stream()
                .anyMatch(format -> strategies.stream()
                        .anyMatch(strategy -> strategy.format().name().equals(format.name())));
        if (newer) {
            return "the backup was written by a newer version of this library: restore it with that version or a later one";
        }
        return "give strategy(…) the strategy of "
                + held.stream()
                        .map(format -> "the artifact dev.coffer:backup-" + format.name())
                        .collect(Collectors.joining(" or "));
    }

    private static String listed(List<FormatId> formats) {
        return formats.stream().map(FormatId::toString).collect(Collectors.joining(", "));
    }

    private static List<SourceTable> tables(Manifest manifest) {
        List<SourceTable> tables = new ArrayList<>();
        for (Manifest.Table table : manifest.tables()) {
            TableData data = new TableData(
                    table.name(), table.kind(), tables.size(), table.columns(), 1, table.rows(), table.bytes());
            tables.add(new SourceTable(
                    data, new TableTotals(table.rows(), table.contentHash()), table.bytes(), table.partial()));
        }
        return List.copyOf(tables);
    }

    private static Catalogue catalogue(BackupFiles files) {
        try (InputStream in = files.open(SCHEMA)) {
            return CatalogueDocument.parse(in.readAllBytes(), SCHEMA);
        } catch (IOException e) {
            throw StorageFailure.readingRows(e, null, SCHEMA);
        }
    }

    @Override
    public List<TableData> tables() {
        return tables.stream().map(SourceTable::data).toList();
    }

    @Override
    public InputStream open(TableData table) throws IOException {
        return files.openTable(own(table).index(), format);
    }

    @Override
    public InputStream read(String name) throws IOException {
        return files.open(name);
    }

    @Override
    public Optional<Path> local(String name) {
        return files.local(name);
    }

    @Override
    public String fileOf(TableData table) {
        return files.fileOf(own(table).index(), format);
    }

    private TableData own(TableData table) {
        Objects.checkIndex(table.index(), tables.size());
        return tables.get(table.index()).data();
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.CatalogueTable;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.store.FileInBackup;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.LooseFile;
import dev.coffer.backup.spi.LooseRows;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files with rows and no schema as the source. What their columns are is known only from the target: until {@link #in} they
 * are no more than names.
 */
final class LooseRowsSource {
    private static final String PROOF = "read to its end; it carries nothing to compare its rows with";

    private final RestoreStrategy strategy;
    private final List<LooseRows.OneFile> files;
    private final @Nullable String intoTable;
    private final String proof;

    private LooseRowsSource(
            RestoreStrategy strategy, List<LooseRows.OneFile> files, @Nullable String intoTable, String proof) {
        this.strategy = strategy;
        this.files = files;
        this.intoTable = intoTable;
        this.proof = proof;
    }

    /** Empty where no strategy takes it for rows without a schema. */
    static Optional<LooseRowsSource> open(Path path, List<RestoreStrategy> strategies, @Nullable String intoTable) {
        try {
            for (RestoreStrategy strategy : strategies) {
                Optional<LooseRows> rows = strategy.describeRows(path);
                if (rows.isPresent()) {
                    return Optional.of(of(strategy, rows.get().files(), intoTable));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static LooseRowsSource of(
            RestoreStrategy strategy, List<LooseRows.OneFile> files, @Nullable String intoTable) throws IOException {
        if (intoTable != null && files.size() > 1) {
            throw Problem.of(
                            ErrorCode.INVALID_PLAN,
                            "the plan names one table, and " + files.size() + " files to load into it")
                    .hint("give intoTable(…) one file, or let each file be named after its table")
                    .exception();
        }
        Set<String> proofs = new LinkedHashSet<>();
        for (LooseRows.OneFile file : files) {
            proofs.add(FileInBackup.verify(file.path()).orElse(PROOF));
        }
        String proof = files.size() == 1 || proofs.size() > 1
                ? String.join("; ", proofs)
                : files.size() + " files, each " + proofs.iterator().next();
        return new LooseRowsSource(strategy, files, intoTable, proof);
    }

    private static BackupException unreadable(Path path, IOException e) {
        return StorageFailure.readingAlone(e, LooseFile.nameOf(path));
    }

    /** The source with tables of the target, each file read to its end. */
    RestoreSource in(TargetState target) {
        LooseTables names = new LooseTables(target);
        List<TableData> tables = new ArrayList<>();
        for (LooseRows.OneFile file : files) {
            TableName name = names.of(file, intoTable);
            names.requireColumns(file, name);
            tables.add(new TableData(
                    name,
                    TableData.Kind.TABLE,
                    tables.size(),
                    file.columns().stream().map(LooseRowsSource::column).toList(),
                    1,
                    -1,
                    -1));
        }
        Context context = new Context(files, tables);
        ServerInfo server = new ServerInfo(
                target.version(),
                target.versionNumber(),
                target.database(),
                "",
                target.encoding(),
                "",
                target.collate(),
                target.ctype(),
                null,
                null,
                0);
        Catalogue catalogue = new Catalogue(
                server,
                tables.stream()
                        .map(table -> new CatalogueTable(table.name(), table.columns(), List.of()))
                        .toList(),
                List.of(),
                numbering(tables, target, true),
                0,
                List.of(),
                List.of());
        List<Skip> skips = numbering(tables, target, false).stream()
                .map(sequence -> new Skip(
                        "sequence " + sequence.name(),
                        "the role " + target.role() + " may not move it behind the keys that are loaded"))
                .toList();
        return new RestoreSource(
                catalogue, FirstReading.of(context, strategy, files.get(0).path()), strategy, context, proof, skips);
    }

    /** The sequences behind columns that get values: where they began, so that only the keys move them (F27). */
    private static List<SequenceState> numbering(List<TableData> tables, TargetState target, boolean settable) {
        List<SequenceState> sequences = new ArrayList<>();
        target.sequences().forEach((name, sequence) -> {
            boolean numbers = tables.stream()
                    .filter(table -> table.name().equals(sequence.owner()))
                    .anyMatch(table -> table.columns().stream()
                            .anyMatch(column -> column.name().equals(sequence.column())));
            if (numbers && sequence.settable() == settable) {
                sequences.add(new SequenceState(name, sequence.ascending() ? sequence.min() : sequence.max(), false));
            }
        });
        return sequences;
    }

    /** What type it has the table knows, and nobody else needs to. */
    private static Column column(String name) {
        return new Column(name, "unknown", 705);
    }

    /** What the strategy reads them through. */
    record Context(List<LooseRows.OneFile> files, List<TableData> tables) implements RestoreContext {
        @Override
        public InputStream open(TableData table) throws IOException {
            return LooseFile.open(files.get(table.index()).path());
        }

        @Override
        public boolean loose() {
            return true;
        }

        @Override
        public String fileOf(TableData table) {
            return LooseFile.nameOf(files.get(table.index()).path());
        }
    }
}

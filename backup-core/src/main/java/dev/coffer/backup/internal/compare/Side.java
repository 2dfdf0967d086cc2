package dev.coffer.backup.internal.compare;

import dev.coffer.backup.Backup;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.CatalogueTable;
import dev.coffer.backup.internal.restore.SourceReader;
import dev.coffer.backup.internal.rows.CopyTextExporter;
import dev.coffer.backup.internal.rows.CopyTextStrategy;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.spi.TableData;
import java.util.List;
import java.util.Optional;

/** One of the two states, its rows readable more than once. */
final class Side implements AutoCloseable {
    /** What tells pieces of large objects apart. */
    private static final List<String> PIECE = List.of("number", "offset");

    private final Catalogue catalogue;
    private final SavedRows rows;
    private final AutoCloseable holder;

    private Side(Catalogue catalogue, SavedRows rows, AutoCloseable holder) {
        this.catalogue = catalogue;
        this.rows = rows;
        this.holder = holder;
    }

    static Side of(Backup backup, BackupFiles files, List<RestoreStrategy> strategies) {
        SavedRows rows = backup.openRows(strategies.toArray(RestoreStrategy[]::new));
        return new Side(LiveState.catalogue(files), rows, () -> {});
    }

    static Side of(PostgresDatabase database, TableSelection tables, ProgressListener listener) {
        LiveState state = LiveState.copy(database, tables, listener);
        try {
            return new Side(
                    state.catalogue(),
                    SourceReader.openVerified(state.files(), new CopyTextStrategy(CopyTextExporter.FORMAT)),
                    state);
        } catch (RuntimeException e) {
            state.close();
            throw e;
        }
    }

    Catalogue catalogue() {
        return catalogue;
    }

    SavedRows rows() {
        return rows;
    }

    /** The tables with rows, and the pieces of large objects as one of them. */
    List<TableData> tables() {
        return rows.tables();
    }

    Optional<TableData> table(TableName name) {
        return tables().stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** The columns of its primary key. */
    List<String> key(TableName name) {
        if (name.equals(TableData.LARGE_OBJECTS_NAME)) {
            return PIECE;
        }
        return catalogue.tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .map(CatalogueTable::key)
                .orElse(List.of());
    }

    @Override
    public void close() {
        rows.close();
        try {
            holder.close();
        } catch (Exception e) {
            throw new IllegalStateException("the holder of a state threw", e);
        }
    }
}

package dev.coffer.backup.internal.increment;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.restore.SourceReader;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.internal.store.StoredBackup;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.spi.TableData;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run takes from an earlier backup: the tables that did not change since, by proof. Wherever the proof has a gap, the
 * table is read from the server.
 */
public final class Increment implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Increment.class);

    private final IncrementSettings settings;
    private final List<WatchedTable> tables;
    private final History now;
    private final List<String> notes = new ArrayList<>();
    private final Set<Integer> unchanged = new HashSet<>();
    private final Map<Integer, String> states = new HashMap<>();
    private @Nullable StoredBackup base;
    private @Nullable SavedRows rows;

    private Increment(IncrementSettings settings, List<WatchedTable> tables, History now) {
        this.settings = settings;
        this.tables = tables;
        this.now = now;
    }

    /**
     * Compares the tables with the base, and opens it if rows are to come from there.
     *
     * @param holder in the transaction of the snapshot
     * @param root where to look for the base, if the settings name none
     * @param manifestSettings what the new manifest will say of the plan
     * @param lockBudget how many locks may be taken at once
     */
    public static Increment of(
            IncrementSettings settings,
            Session holder,
            Path root,
            ServerInfo server,
            Map<String, String> manifestSettings,
            List<WatchedTable> tables,
            long lockBudget) {
        try {
            Increment increment = new Increment(settings, tables, History.read(holder));
            StoredBackup base = settings.base() != null ? settings.base() : Bases.newest(root, server, settings);
            increment.compare(base, holder, server, manifestSettings, lockBudget);
            increment.open();
            return increment;
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "comparing the tables with those of the base");
        }
    }

    private void compare(
            @Nullable StoredBackup candidate,
            Session holder,
            ServerInfo server,
            Map<String, String> manifestSettings,
            long lockBudget)
            throws SQLException {
        String obstacle = candidate == null
                ? "there is no earlier backup of this database that records what a later one can build on"
                : Bases.obstacle(candidate.manifest(), server, manifestSettings, now);
        Optional<History> since = candidate == null || obstacle != null
                ? Optional.empty()
                : Optional.ofNullable(candidate.manifest().lineage()).flatMap(lineage -> History.of(lineage.history()));
        List<TableStates.State> found = new TableStates(holder, tables, lockBudget).read(now, since.orElse(null));
        for (int i = 0; i < tables.size(); i++) {
            TableStates.State state = found.get(i);
            if (state.text() != null) {
                states.put(i, state.text());
            }
            if (state.reason() != null) {
                notes.add(tables.get(i).name() + " is read every time: " + state.reason());
            }
        }
        if (obstacle != null) {
            notes.add(0, "every table was read: " + obstacle);
        } else if (candidate != null) {
            base = candidate;
            Map<TableName, Manifest.Table> earlier = candidate.manifest().tables().stream()
                    .filter(table -> table.kind() == TableData.Kind.TABLE)
                    .collect(Collectors.toMap(Manifest.Table::name, table -> table));
            for (int i = 0; i < tables.size(); i++) {
                if (isSame(i, earlier.get(tables.get(i).name()), found.get(i))) {
                    unchanged.add(i);
                }
            }
        }
    }

    private boolean isSame(int table, Manifest.@Nullable Table earlier, TableStates.State state) {
        return earlier != null
                && !earlier.partial()
                && state.text() != null
                && state.text().equals(earlier.state())
                && state.young() == 0
                && earlier.columns().equals(tables.get(table).live().table().columns());
    }

    private void open() {
        if (base == null || unchanged.isEmpty()) {
            return;
        }
        try {
            rows = SourceReader.open(base.unpack(), settings.formats());
        } catch (BackupException e) {
            if (settings.base() != null || e.code() == ErrorCode.INTERRUPTED) {
                throw e;
            }
            LOG.warn("increment.unusable base={} code={}", base.path(), e.code());
            notes.add(
                    0,
                    "every table was read: " + base.path().getFileName() + " cannot be: "
                            + e.problem().what());
            base = null;
            unchanged.clear();
        }
    }

    /** Whether the rows of a table come from the base. */
    public boolean isUnchanged(int table) {
        return unchanged.contains(table);
    }

    /** What the manifest is to record of a table; null where a change could not be told. */
    public @Nullable String state(int table) {
        return states.get(table);
    }

    /** Reads an unchanged table to its end and proves that its rows are those that were backed up. By one thread at a time. */
    public void read(TableData table, RowSink into) {
        SavedRows open = rows;
        if (open == null) {
            throw new IllegalStateException("nothing comes from an earlier backup");
        }
        TableData saved = open.tables().stream()
                .filter(known -> known.name().equals(table.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the base has no table " + table.name()));
        open.read(saved, into);
    }

    /** The files that the new ones may share their bytes with; none where they cannot. */
    public Optional<BackupFiles> files() {
        return base instanceof BackupFiles files
                        && rows != null
                        && files.directory().getFileSystem() == FileSystems.getDefault()
                ? Optional.of(files)
                : Optional.empty();
    }

    public Manifest.Lineage lineage() {
        return new Manifest.Lineage(base == null ? null : base.manifest().id(), now.values());
    }

    public BackupReport.Increment report() {
        return new BackupReport.Increment(
                Optional.ofNullable(base).map(StoredBackup::path),
                unchanged.stream().sorted().map(i -> tables.get(i).name()).toList(),
                notes);
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
        }
    }
}

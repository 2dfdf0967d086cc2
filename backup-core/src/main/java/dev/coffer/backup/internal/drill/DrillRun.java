package dev.coffer.backup.internal.drill;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.DrillReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.compare.LiveState;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.restore.DatabaseDrop;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One drill: restore into a database of its own, read that as a backup would, compare, drop. */
public final class DrillRun {
    private static final int DRAWN = 12;

    private final Backup backup;
    private final BackupFiles files;
    private final PostgresDatabase server;
    private final ConnectionSource connections;
    private final RestoreStrategy[] strategies;
    private final ProgressListener listener;

    public DrillRun(
            Backup backup,
            BackupFiles files,
            PostgresDatabase server,
            ConnectionSource connections,
            ProgressListener listener,
            RestoreStrategy... strategies) {
        this.listener = listener;
        this.backup = backup;
        this.files = files;
        this.server = server;
        this.connections = connections;
        this.strategies = strategies.clone();
    }

    public DrillReport run() {
        String name = temporaryName();
        return mayCreateDatabases()
                ? inDatabase(name)
                : new SchemaDrill(files, connections, name, listener, strategies).run();
    }

    private boolean mayCreateDatabases() {
        try (Session session = connections.open()) {
            return "t"
                    .equals(session.query("SELECT rolcreatedb OR rolsuper FROM pg_catalog.pg_roles"
                                    + " WHERE rolname = current_user")
                            .get(0)
                            .get(0)[0]);
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "asking for the rights of the role");
        }
    }

    /** Begins alike, so that whoever finds one that outlived its process knows what it is. */
    private static String temporaryName() {
        return "coffer_drill_" + UUID.randomUUID().toString().replace("-", "").substring(0, DRAWN);
    }

    private DrillReport inDatabase(String name) {
        RestoreReport restored = RestorePlan.builder()
                .from(backup)
                .strategy(strategies)
                .intoNewDatabase(server, name)
                .allowPartial()
                .listener(listener)
                .build()
                .run();
        List<String> warnings = new ArrayList<>(restored.warnings());
        DrillReport report;
        try {
            report = compare(name, restored, warnings);
        } catch (RuntimeException e) {
            drop(name, e::addSuppressed);
            throw e;
        }
        drop(
                name,
                left -> warnings.add("the database " + name + " could not be dropped: "
                        + (left instanceof BackupException known
                                ? known.problem().what()
                                : left.getClass().getName())));
        return new DrillReport(
                report.place(),
                report.server(),
                report.tables(),
                report.missing(),
                report.skips(),
                warnings,
                report.at(),
                report.restoring(),
                report.comparing());
    }

    private DrillReport compare(String name, RestoreReport restored, List<String> warnings) {
        long started = System.nanoTime();
        try (LiveState live = LiveState.measure(server.withDatabase(name), TableSelection.all(), listener)) {
            Manifest found = live.files().manifest();
            return new DrillReport(
                    DrillReport.Place.DATABASE,
                    found.server().version(),
                    tables(found, new RestoredRows(files.manifest(), found).same(connections.withDatabase(name))),
                    missing(live, restored.skips()),
                    restored.skips(),
                    warnings,
                    Instant.now(),
                    restored.elapsed(),
                    Duration.ofNanos(System.nanoTime() - started));
        }
    }

    private List<DrillReport.Table> tables(Manifest found, Set<TableName> same) {
        Map<TableName, Long> restored =
                found.tables().stream().collect(Collectors.toMap(Manifest.Table::name, Manifest.Table::rows));
        return files.manifest().tables().stream()
                .map(table -> new DrillReport.Table(
                        table.name(), table.rows(), restored.get(table.name()), same.contains(table.name())))
                .toList();
    }

    /** By name only: a definition that was written by hand comes back in the server's own words. */
    private List<String> missing(LiveState live, List<Skip> skips) {
        Set<String> found =
                live.catalogue().entries().stream().map(SchemaEntry::id).collect(Collectors.toSet());
        Set<String> skipped = skips.stream().map(Skip::object).collect(Collectors.toSet());
        return LiveState.catalogue(files).entries().stream()
                .map(SchemaEntry::id)
                .filter(id -> !found.contains(id) && !skipped.contains(id))
                .toList();
    }

    private void drop(String name, Consumer<RuntimeException> left) {
        boolean interrupted = Thread.interrupted();
        try {
            DatabaseDrop.drop(connections, name);
        } catch (SQLException e) {
            left.accept(SqlErrors.translate(e, "dropping the database " + name));
        } catch (BackupException e) {
            left.accept(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

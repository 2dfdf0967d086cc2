package dev.coffer.backup.internal.guard;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.ComparisonPlan;
import dev.coffer.backup.ComparisonReport;
import dev.coffer.backup.Existing;
import dev.coffer.backup.GuardNotice;
import dev.coffer.backup.GuardReport;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.catalogue.ServerQuery;
import dev.coffer.backup.internal.compare.LiveState;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a guard, from the backup to what is done after a failure. */
public final class GuardRun {
    private static final Logger LOG = LoggerFactory.getLogger(GuardRun.class);

    /** Where the role may not ask which server it is. */
    private static final String UNKNOWN = "unknown/";

    private final GuardSettings settings;
    private final Backup backup;
    private final boolean fresh;

    private GuardRun(GuardSettings settings, Backup backup, boolean fresh) {
        this.settings = settings;
        this.backup = backup;
        this.fresh = fresh;
    }

    /** Sees to the backup. */
    public static GuardRun begin(GuardSettings settings) {
        Optional<Backup> fresh = fresh(settings);
        return fresh.isPresent()
                ? new GuardRun(settings, fresh.get(), true)
                : new GuardRun(settings, Backup.open(settings.plan().run().directory()), false);
    }

    /** What is told when the work did not fail. */
    public <T> GuardReport<T> report(@Nullable T result) {
        return new GuardReport<>(result, backup, fresh);
    }

    /** A recent backup of the same database whose files are what they were; one that is damaged is logged, and not taken. */
    private static Optional<Backup> fresh(GuardSettings settings) {
        Path root = settings.backup().root();
        if (settings.freshWithin() == null || !Files.isDirectory(root)) {
            return Optional.empty();
        }
        Instant oldest = Instant.now().minus(settings.freshWithin());
        List<BackupFiles> recent = BackupFiles.list(root).stream()
                .filter(files -> files.manifest().snapshotTime().isAfter(oldest))
                .filter(files -> String.valueOf(files.directory().getFileName())
                        .startsWith(settings.backup().name() + "_"))
                .filter(files -> files.manifest().tables().stream().noneMatch(Manifest.Table::partial))
                .toList();
        if (recent.isEmpty()) {
            return Optional.empty();
        }
        String identity = identity(settings.backup().source());
        for (int i = recent.size() - 1; i >= 0; i--) {
            BackupFiles candidate = recent.get(i);
            if (candidate.manifest().server().databaseId().equals(identity) && !identity.startsWith(UNKNOWN)) {
                Backup backup = Backup.open(candidate.directory());
                if (backup.verify().isSound()) {
                    return Optional.of(backup);
                }
                LOG.warn("guard.not-sound directory={}", candidate.directory());
            }
        }
        return Optional.empty();
    }

    private static String identity(ConnectionSource source) {
        try (Session session = source.open()) {
            return ServerQuery.ask(session).databaseId();
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking for a fresh backup");
        }
    }

    /** Restores unless the caller decides otherwise, and says what was done. */
    public GuardNotice failed(Throwable failure) {
        boolean interrupted = Thread.interrupted();
        try {
            return settings.restoreIf().test(failure)
                    ? restore()
                    : notice(GuardNotice.State.LEFT, List.of(), null, null);
        } catch (RuntimeException e) {
            return notice(GuardNotice.State.FAILED, List.of(), null, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private GuardNotice restore() {
        RestoreStrategy[] strategies = settings.strategies().toArray(RestoreStrategy[]::new);
        TableSelection selection = settings.tables();
        List<TableName> tables = List.of();
        if (selection == null) {
            tables = touched(strategies);
            if (tables.isEmpty()) {
                return notice(GuardNotice.State.UNTOUCHED, tables, null, null);
            }
            selection = TableSelection.include(
                    tables.stream().map(GuardRun::pattern).toArray(String[]::new));
        }
        try {
            RestoreReport report = RestorePlan.builder()
                    .from(backup)
                    .strategy(strategies)
                    .into(settings.database())
                    .scope(Scope.DATA_ONLY)
                    .tables(selection)
                    .existing(Existing.TRUNCATE)
                    .listener(settings.backup().listener())
                    .build()
                    .run();
            return notice(
                    GuardNotice.State.RESTORED,
                    report.tables().stream().map(RestoreReport.Table::name).toList(),
                    report,
                    null);
        } catch (BackupException e) {
            return notice(GuardNotice.State.FAILED, tables, null, e);
        }
    }

    /** What differs from the backup, and what refers to that. */
    private List<TableName> touched(RestoreStrategy[] strategies) {
        ComparisonReport report = ComparisonPlan.builder()
                .before(backup)
                .after(settings.database())
                .tables(settings.backup().selection().allowNoMatch())
                .strategy(strategies)
                .listener(settings.backup().listener())
                .build()
                .run();
        Set<TableName> differing = new TreeSet<>();
        for (ComparisonReport.Table table : report.tables()) {
            if (!table.isSame() && table.presence() != ComparisonReport.Presence.ADDED) {
                differing.add(table.name());
            }
        }
        return References.withThoseThatReferTo(differing, LiveState.catalogue(BackupFiles.open(backup.directory())));
    }

    /** A pattern that fits this table; a dot in a schema's name is matched as any character is. */
    private static String pattern(TableName table) {
        return table.schema().replace('.', '?') + "." + table.name();
    }

    private GuardNotice notice(
            GuardNotice.State state,
            List<TableName> tables,
            @Nullable RestoreReport report,
            @Nullable RuntimeException cause) {
        return new GuardNotice(
                new GuardNotice.Outcome(state, backup.directory(), tables, Optional.ofNullable(report)), cause);
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RecoveryPreview;
import dev.coffer.backup.RecoveryReport;
import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.store.Unpacked;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One recovery, or the preview of one: both look at the same rows in the same way. */
public final class RecoveryRun {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(60);

    private final RecoverySettings settings;
    private final RestoreSettings restore;
    private final RestoreProgress progress;
    private final RestoreSource source;
    private final Session session;
    private final TargetState target;
    private final LiveTables live;
    private final List<RecoveryTable> tables;
    private final List<Skip> skips = new ArrayList<>();
    private final List<String> warnings;

    private RecoveryRun(
            RecoverySettings settings,
            RestoreProgress progress,
            RestoreSource source,
            Session session,
            TargetState target) {
        this.settings = settings;
        this.restore = settings.restore();
        this.progress = progress;
        this.source = source;
        this.session = session;
        this.target = target;
        RestoreActions actions = Preflight.check(session, source, target, restore);
        this.tables = RecoveryTables.of(session, source, target, actions, settings);
        this.live = new LiveTables(merged(), target, settings.overwrite() ? Existing.UPSERT : Existing.APPEND);
        LiveRights.check(live, restore, List.of(), target);
        live.check(session);
        this.warnings = actions.warnings();
        skips.addAll(source.skips());
        if (source.tables().stream().anyMatch(SourceTable::largeObjects)) {
            skips.add(new Skip("large objects", "a recovery is about the rows of tables"));
        }
    }

    /** The tables of the live database with what is done to them, so that rights and triggers are looked at for that. */
    private List<TableAction> merged() {
        List<TableAction> actions = new ArrayList<>();
        for (RecoveryTable table : tables) {
            Merge merge = new Merge(
                    table.key().stream().map(PrimaryKeys.Part::column).toList(),
                    settings.overwrite() && table.keyed() ? table.compared() : List.of());
            for (LoadTarget from : table.sources()) {
                actions.add(new TableAction(from.source(), table.into(), true, false, merge));
            }
        }
        return actions;
    }

    public static RecoveryPreview preview(RecoverySettings settings) {
        return with(settings, RecoveryRun::preview);
    }

    /**
     * Brings the rows back.
     *
     * @param expected what must still be so, or null
     */
    public static RecoveryReport run(RecoverySettings settings, @Nullable RecoveryPreview expected) {
        long started = System.nanoTime();
        return with(settings, run -> run.run(expected, started));
    }

    private static <T> T with(RecoverySettings settings, Function<RecoveryRun, T> work) {
        RestoreSettings restore = settings.restore();
        RestoreProgress progress = new RestoreProgress(restore.listener());
        progress.phase(Progress.Phase.VERIFY);
        try (Unpacked backup = restore.unpack()) {
            PlannedSource planned = PlannedSource.open(restore, backup);
            progress.phase(Progress.Phase.PREFLIGHT);
            try (Session session = restore.target().open()) {
                TargetState target = TargetReader.read(session, restore.scope(), restore.existing());
                return work.apply(new RecoveryRun(settings, progress, planned.in(target), session, target));
            } catch (SQLException e) {
                throw SqlErrors.translate(e, "looking at the database");
            }
        }
    }

    private RecoveryPreview preview() {
        begin(Pins.BEGIN_PREVIEW + ";\n" + Pins.forRestore(session.serverVersion(), LOCK_TIMEOUT));
        RecoveryPreview found = new RecoveryPreview(
                new RecoveryCounts(session, source, progress).of(tables),
                settings.overwrite(),
                source.proof(),
                skips,
                warnings);
        rollBack();
        return found;
    }

    private RecoveryReport run(@Nullable RecoveryPreview expected, long started) {
        begin(Transactions.beginSql(session));
        live.lock(session);
        List<RecoveryPreview.Table> found = new RecoveryCounts(session, source, progress).of(tables);
        if (expected != null) {
            requireSame(expected, found);
        }
        RecoveryWork work = new RecoveryWork(session, live, source, target, settings.overwrite());
        progress.phase(Progress.Phase.POST_DATA);
        List<RecoveryReport.Table> done = new ArrayList<>();
        boolean needed = found.stream().anyMatch(work::needed);
        if (needed) {
            live.prepare(session);
        }
        for (int i = 0; i < tables.size(); i++) {
            done.add(work.bringBack(tables.get(i), found.get(i)));
        }
        progress.phase(Progress.Phase.COMMIT);
        int sequences = 0;
        if (needed) {
            sequences = work.commit(done);
        } else {
            rollBack();
        }
        return new RecoveryReport(
                done, sequences, source.proof(), skips, warnings, Duration.ofNanos(System.nanoTime() - started));
    }

    private void requireSame(RecoveryPreview expected, List<RecoveryPreview.Table> found) {
        for (RecoveryPreview.Table table : found) {
            boolean same = expected.tables().stream()
                    .anyMatch(before -> before.name().equals(table.name())
                            && before.missing() == table.missing()
                            && before.changed() == table.changed()
                            && before.fingerprint().equals(table.fingerprint()));
            if (!same) {
                throw Problem.of(
                                ErrorCode.TABLE_CHANGED,
                                "other rows are missing or changed than when the preview was made; nothing was"
                                        + " recovered")
                        .table(table.name())
                        .hint("look at a new preview()")
                        .exception();
            }
        }
    }

    private void begin(String sql) {
        try {
            session.execute(sql);
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "beginning the recovery");
        }
    }

    private void rollBack() {
        try {
            session.execute("ROLLBACK");
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "ending the recovery");
        }
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.store.Unpacked;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a restore plan, from verification to ANALYZE. */
public final class RestoreRun {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreRun.class);

    private final RestoreSettings settings;
    private final RestoreProgress progress;
    private final long started = System.nanoTime();

    private RestoreRun(RestoreSettings settings) {
        this.settings = settings;
        this.progress = new RestoreProgress(settings.listener());
    }

    public static RestoreReport run(RestoreSettings settings) {
        RestoreRun run = new RestoreRun(settings);
        run.progress.phase(Progress.Phase.VERIFY);
        try (Unpacked backup = settings.unpack()) {
            return run.restore(PlannedSource.open(settings, backup));
        }
    }

    /** From a source that has been verified. */
    static RestoreReport run(RestoreSettings settings, RestoreSource source) {
        return new RestoreRun(settings).restore(PlannedSource.of(settings, source));
    }

    private RestoreReport restore(PlannedSource planned) {
        RestoreSource known = planned.known();
        if (known != null) {
            LOG.debug(
                    "restore.verified tables={} entries={}",
                    known.tables().size(),
                    known.catalogue().entries().size());
            requireOneJob(known);
        }
        progress.phase(Progress.Phase.PREFLIGHT);
        if (settings.newDatabase() == null || known == null) {
            return restore(planned, settings.target());
        }
        if (known.catalogue().server().versionNumber() == 0) {
            throw Problem.of(ErrorCode.UNSUPPORTED_BY_FORMAT, "the file does not say which locale its database had")
                    .hint("create the database with the locale you want, and restore with into(…)")
                    .exception();
        }
        NewDatabase database = NewDatabase.create(
                settings.target(), settings.newDatabase(), known.catalogue().server());
        try {
            return restore(planned, database.connections());
        } catch (RuntimeException e) {
            database.drop(e);
            throw e;
        }
    }

    private RestoreReport restore(PlannedSource planned, ConnectionSource into) {
        RestoreSettings allowed = planned.settings();
        Created created = new Created();
        try {
            try (Session session = into.open()) {
                TargetState target = look(session, allowed);
                RestoreSource source = planned.in(target);
                progress.expect(allowed.scope() == Scope.SCHEMA_ONLY ? List.of() : source.tables());
                RestoreActions plan = Preflight.check(session, source, target, allowed);
                target.from(source.catalogue().server()).tryReading(session, plan.creates());
                NamesInRows.check(session, source, plan, target);
                return work(new Work.Order(allowed, progress, source, into, session, target, plan), created)
                        .run(started);
            }
        } catch (RuntimeException e) {
            throw settings.newDatabase() == null ? Cleanup.after(e, into, created) : e;
        }
    }

    private static Work work(Work.Order order, Created created) {
        if (order.source().strategy().connects()) {
            return new ToolWork(order);
        }
        RestoreSource reduced = Reduced.of(order.source(), order.plan().skips());
        return new RestoreWork(order.with(reduced), created);
    }

    private void requireOneJob(RestoreSource source) {
        if (settings.jobs() > 1 && source.strategy().connects()) {
            throw Problem.of(
                            ErrorCode.INVALID_PLAN,
                            "jobs(" + settings.jobs() + ") is for formats that the library loads itself; "
                                    + source.strategy().format() + " is loaded by a program of its own")
                    .hint("give that format's strategy the number of jobs, or leave out jobs(n)")
                    .exception();
        }
    }

    private static TargetState look(Session session, RestoreSettings allowed) {
        try {
            return TargetReader.read(session, allowed.scope(), allowed.existing());
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking at the target");
        }
    }
}

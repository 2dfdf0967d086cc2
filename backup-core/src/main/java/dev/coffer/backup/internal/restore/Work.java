package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The part of a run that writes, into a target that the preflight has let pass. */
abstract sealed class Work permits RestoreWork, ToolWork {
    final RestoreSettings settings;
    final RestoreProgress progress;
    final RestoreSource source;
    final Session session;
    final TargetState target;
    final RestoreActions plan;
    final List<SchemaEntry> entries;
    final List<Skip> skips;
    final List<String> warnings;

    /**
     * What is to be done, and with what.
     *
     * @param into where further connections come from
     * @param session the connection that has looked at the target
     */
    record Order(
            RestoreSettings settings,
            RestoreProgress progress,
            RestoreSource source,
            ConnectionSource into,
            Session session,
            TargetState target,
            RestoreActions plan) {
        Order with(RestoreSource other) {
            return new Order(settings, progress, other, into, session, target, plan);
        }
    }

    /** @param skips takes those of the plan, and what the run adds */
    Work(Order order, List<Skip> skips) {
        this.settings = order.settings();
        this.progress = order.progress();
        this.source = order.source();
        this.session = order.session();
        this.target = order.target();
        this.plan = order.plan();
        this.entries = plan.creates();
        this.skips = skips;
        skips.addAll(plan.skips());
        this.warnings = new ArrayList<>(plan.warnings());
    }

    /** @param started {@code System.nanoTime()} when the run began */
    abstract RestoreReport run(long started);

    /** @param done what the restore did or would do with these, as a verb */
    final void refuseSkips(String done) {
        if (settings.strict() && !skips.isEmpty()) {
            throw Problem.of(
                            ErrorCode.INCOMPLETE,
                            "the restore " + done + ": " + Preflight.listed(skips, Skip::toString))
                    .hint("provide what is missing on the target, or accept it by not calling strict()")
                    .exception();
        }
    }

    final void analyze(List<RestoreReport.Table> tables) {
        progress.phase(Progress.Phase.ANALYZE);
        if (settings.scope() != Scope.SCHEMA_ONLY) {
            new Analyze(session, warnings)
                    .run(tables.stream().map(RestoreReport.Table::name).toList(), entries);
        }
    }

    /** @param created how many objects there are now, if the scope has any */
    final RestoreReport report(
            List<RestoreReport.Table> tables, int created, int sequences, int transactions, long started) {
        return new RestoreReport(
                tables,
                settings.scope() == Scope.EVERYTHING ? source.catalogue().withoutRows() : List.of(),
                settings.scope() == Scope.DATA_ONLY ? 0 : created,
                sequences,
                transactions,
                source.proof(),
                skips,
                warnings,
                Duration.ofNanos(System.nanoTime() - started));
    }
}

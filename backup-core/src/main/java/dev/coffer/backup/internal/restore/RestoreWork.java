package dev.coffer.backup.internal.restore;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.restore.RestoreWishes.Wish;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RowRestore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The part of a run that writes: everything from BEGIN to ANALYZE, into a target that the preflight has let pass. */
final class RestoreWork extends Work {
    private final List<SchemaEntry> rights;
    private final Created created;
    private final Transactions transactions;
    private final DdlRunner ddl;
    private final Hands hands;
    private final Arrivals arrivals;
    private long largeObjects;

    RestoreWork(Order order, Created created) {
        super(order, Collections.synchronizedList(new ArrayList<>()));
        this.rights = plan.rights();
        this.created = created;
        this.transactions = transactions();
        this.arrivals = new Arrivals(session, transactions, target, settings.existing());
        this.ddl = new DdlRunner(transactions, created, skips);
        this.hands = settings.jobs() == 1
                ? new OneHand(session, transactions, ddl, !plan.live().tables().isEmpty(), progress)
                : several(order.into());
    }

    private Hands several(ConnectionSource into) {
        JobLanes lanes = new JobLanes(
                new JobLane(session, transactions),
                into,
                settings.jobs(),
                another -> Transactions.several(another, locksForOne(), created::commit)
                        .with(path()));
        return new SeveralHands(
                lanes,
                ddl,
                created,
                skips,
                progress,
                new PostDataPlan(source.tables(), source.catalogue().entries()),
                made(),
                warnings);
    }

    /** The tables that the run creates itself. */
    private Set<TableName> made() {
        return entries.stream()
                .filter(entry -> entry.kind().equals("table"))
                .map(SchemaEntry::table)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** How many locks one of several transactions may hold. */
    private int locksForOne() {
        return (int) Math.max(1, target.lockTable() / 2 / settings.jobs());
    }

    private String path() {
        return SourcePath.statement(source.catalogue(), settings.wishes());
    }

    private Transactions transactions() {
        Transactions transactions = plan.several()
                ? Transactions.several(session, locksForOne(), created::commit)
                : Transactions.one(session);
        return transactions.with(path());
    }

    @Override
    RestoreReport run(long started) {
        try (hands) {
            return restore(started);
        }
    }

    private RestoreReport restore(long started) {
        List<SequenceState> sequences = settings.scope() == Scope.SCHEMA_ONLY
                ? List.of()
                : source.catalogue().sequences();
        begin();
        progress.phase(Progress.Phase.PRE_DATA);
        new DropObjects(session, transactions).run(plan.drops());
        ddl.run(section(Section.PRE_DATA));
        progress.phase(Progress.Phase.ROWS);
        List<LoadTarget> loaded = settings.scope() == Scope.SCHEMA_ONLY ? List.of() : load();
        progress.phase(Progress.Phase.POST_DATA);
        List<SchemaEntry> postData = section(Section.POST_DATA);
        hands.create(postData.stream().filter(entry -> !hidesRows(entry)).toList());
        progress.phase(Progress.Phase.COMMIT);
        List<RestoreReport.Table> tables = arrivals.count(loaded, hands::count);
        arrivals.countLargeObjects(largeObjects, target.largeObjects());
        ddl.run(postData.stream().filter(RestoreWork::hidesRows).toList());
        // Only now: whoever gave a table away may not be able to count its rows.
        ddl.run(rights);
        refuseSkips("would leave out");
        commit(sequences);
        analyze(tables.stream()
                .filter(table -> !hands.analyzed().contains(table.name()))
                .toList());
        return report(tables, created.count(), sequences.size(), hands.transactions(), started);
    }

    private void begin() {
        try {
            transactions.begin();
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "beginning the restore");
        }
    }

    /** Even the owner of a table counts and refreshes from it only as long as its row security is not forced. */
    private static boolean hidesRows(SchemaEntry entry) {
        return entry.kind().equals("row security");
    }

    private List<SchemaEntry> section(Section section) {
        return entries.stream().filter(entry -> entry.section() == section).toList();
    }

    private List<LoadTarget> load() {
        LiveTables live = plan.live();
        List<LoadTarget> tables = new ArrayList<>();
        for (TableAction table : plan.tables()) {
            LoadTarget to =
                    LoadTarget.of(table, source.context().fileOf(table.source().data()));
            boolean copied = source.rowsAlone() || settings.wishes().has(Wish.UNTRUSTED);
            tables.add(copied || live.rules(table.into()) ? to.byCopy() : to);
        }
        List<LoadTarget> routed =
                Partitions.route(session, tables, source.catalogue().server(), target);
        makeReady(live);
        arrivals.before(routed, made());
        try (Restore restore = source.strategy().open(source.context())) {
            largeObjects = load(routed, rows(restore));
            created.largeObjects(largeObjects > 0 && target.largeObjects() == 0);
        } catch (IOException e) {
            throw StorageFailure.readingBackup(e);
        }
        checkDeferred();
        live.putBack(session);
        return routed;
    }

    private void makeReady(LiveTables live) {
        if (live.tables().isEmpty()) {
            return;
        }
        live.lock(session);
        live.refuseRows(session, settings.existing());
        live.prepare(session);
        live.empty(session);
        transactions.done();
    }

    private long load(List<LoadTarget> tables, RowRestore rows) {
        try {
            return hands.load(tables, rows);
        } catch (BackupException e) {
            throw source.context().loose() ? LooseRefusal.of(e, rows, source) : e;
        }
    }

    private static RowRestore rows(Restore restore) {
        if (restore instanceof RowRestore rows) {
            return rows;
        }
        throw new IllegalStateException("a restore of an unknown kind: " + restore.getClass());
    }

    /** Constraints that wait for COMMIT are checked now: after the sequences have been set it is too late to fail (P8). */
    private void checkDeferred() {
        try {
            session.execute("SET CONSTRAINTS ALL IMMEDIATE");
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "checking deferred constraints");
        }
    }

    /** From the first sequence on it is too late to stop: nothing rolls that back (P8). */
    private void commit(List<SequenceState> sequences) {
        FinalCommit.run(
                session,
                "restore",
                () -> new SequenceValues(session, transactions)
                        .set(sequences, target, source.rowsAlone() || SequenceValues.onlyForward(settings.existing())),
                created::keep);
    }
}

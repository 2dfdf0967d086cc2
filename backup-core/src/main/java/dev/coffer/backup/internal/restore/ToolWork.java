package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.ToolRestore;
import dev.coffer.backup.spi.ToolTarget;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of a run that writes, where a program does it in transactions of its own: what can be proved only afterwards is
 * proved after they are committed.
 */
final class ToolWork extends Work {
    private static final int COUNTED_TOGETHER = 200;

    private final ConnectionSource into;
    private final LiveTables live;
    private final Map<TableName, Long> before = new HashMap<>();

    ToolWork(Order order) {
        super(order, new ArrayList<>());
        this.into = order.into();
        this.live = plan.live();
    }

    @Override
    RestoreReport run(long started) {
        if (settings.scope() == Scope.DATA_ONLY && settings.existing() == Existing.REFUSE) {
            live.refuseRows(session, Existing.REFUSE);
        }
        if (settings.existing() == Existing.APPEND) {
            countBefore();
        }
        progress.phase(Progress.Phase.PRE_DATA);
        progress.phase(Progress.Phase.ROWS);
        boolean atomic = restore();
        List<RestoreReport.Table> tables;
        try {
            progress.phase(Progress.Phase.COMMIT);
            revoke();
            tables = settings.scope() == Scope.SCHEMA_ONLY ? List.of() : count();
            refuseSkips("left out");
        } catch (BackupException e) {
            throw left(e, "the tool had committed the restore when this was found");
        }
        analyze(tables);
        return report(
                tables,
                entries.size(),
                settings.scope() == Scope.SCHEMA_ONLY
                        ? 0
                        : source.catalogue().sequences().size(),
                atomic ? 1 : Math.max(2, tables.size()),
                started);
    }

    private boolean restore() {
        boolean atomic = true;
        try (Restore restore = source.strategy().open(source.context())) {
            if (!(restore instanceof ToolRestore tool)) {
                throw new IllegalStateException("a restore of an unknown kind: " + restore.getClass());
            }
            atomic = tool.atomic();
            skips.addAll(tool.run(new ToolTarget(
                    into.forTools().orElse(null),
                    target.versionNumber() / 10_000,
                    settings.scope(),
                    settings.existing(),
                    settings.scope() == Scope.DATA_ONLY
                            ? live.tables().stream().map(TableAction::name).toList()
                            : List.of(),
                    settings.scope() == Scope.DATA_ONLY ? live.preparing() : List.of(),
                    settings.scope() == Scope.DATA_ONLY ? afterRows() : List.of(),
                    progress::begins)));
            return atomic;
        } catch (IOException e) {
            throw StorageFailure.readingBackup(e);
        } catch (BackupException e) {
            throw atomic || refusedBefore(e) ? e : left(e, "the restore was not one transaction");
        }
    }

    /** Whether the program was never started. */
    private static boolean refusedBefore(BackupException e) {
        return e instanceof PlanException || e.code() == ErrorCode.TOOL_MISSING || e.code() == ErrorCode.TOOL_TOO_OLD;
    }

    /** Foreign keys that waited are checked before anything is put back; sequences, which no rollback undoes, come last. */
    private List<String> afterRows() {
        List<String> statements = new ArrayList<>();
        List<String> puttingBack = live.puttingBack();
        if (!puttingBack.isEmpty()) {
            statements.add("SET CONSTRAINTS ALL IMMEDIATE");
            statements.addAll(puttingBack);
        }
        List<SequenceState> sequences = source.catalogue().sequences();
        if (settings.existing() == Existing.APPEND && !sequences.isEmpty()) {
            statements.add(SequenceValues.sql(sequences, target, true));
        }
        return statements;
    }

    /** Grants are not restored, but what was closed to the public stays closed (P16). */
    private void revoke() {
        List<String> statements = entries.stream()
                .flatMap(entry -> entry.statements().stream())
                .filter(sql -> sql.startsWith("REVOKE ") && sql.endsWith(" FROM PUBLIC"))
                .toList();
        if (statements.isEmpty()) {
            return;
        }
        try {
            session.execute(Transactions.beginSql(session) + ";\n" + String.join(";\n", statements) + ";\nCOMMIT");
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "taking the public's right to call routines");
        }
    }

    private void countBefore() {
        List<SourceTable> counted =
                source.tables().stream().filter(table -> !table.largeObjects()).toList();
        for (int from = 0; from < counted.size(); from += COUNTED_TOGETHER) {
            List<SourceTable> some = counted.subList(from, Math.min(counted.size(), from + COUNTED_TOGETHER));
            List<Long> counts = count(some);
            for (int i = 0; i < some.size(); i++) {
                before.put(some.get(i).name(), counts.get(i));
            }
        }
    }

    /** Of a table that was saved with a condition the tool brings back every row, so its number is not known. */
    private List<RestoreReport.Table> count() {
        Set<TableName> partial = settings.backup() == null
                ? Set.of()
                : settings.backup().manifest().tables().stream()
                        .filter(Manifest.Table::partial)
                        .map(Manifest.Table::name)
                        .collect(Collectors.toSet());
        Set<TableName> absent = skipped();
        List<SourceTable> counted = source.tables().stream()
                .filter(table -> !table.largeObjects() && !absent.contains(table.name()))
                .toList();
        List<RestoreReport.Table> tables = new ArrayList<>();
        for (int from = 0; from < counted.size(); from += COUNTED_TOGETHER) {
            List<SourceTable> some = counted.subList(from, Math.min(counted.size(), from + COUNTED_TOGETHER));
            List<Long> counts = count(some);
            for (int i = 0; i < some.size(); i++) {
                SourceTable table = some.get(i);
                long expected = table.totals().rows();
                long arrived = counts.get(i) - before.getOrDefault(table.name(), 0L);
                if (expected != arrived && !partial.contains(table.name())) {
                    throw Problem.of(
                                    ErrorCode.ROW_COUNT,
                                    "the backup holds " + expected + " rows, the server counts " + arrived)
                            .table(table.name())
                            .hint(
                                    "another session writes to the table, or a trigger or rule of the target keeps rows out")
                            .exception();
                }
                tables.add(new RestoreReport.Table(table.name(), arrived));
            }
        }
        return tables;
    }

    /** The tables that a skip names, such as {@code table data public.film}: nothing has arrived in them. */
    private Set<TableName> skipped() {
        Set<String> objects = skips.stream().map(Skip::object).collect(Collectors.toSet());
        return source.tables().stream()
                .map(SourceTable::name)
                .filter(name -> objects.contains("table data " + name) || objects.contains("table " + name))
                .collect(Collectors.toSet());
    }

    private List<Long> count(List<SourceTable> tables) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < tables.size(); i++) {
            sql.append(i == 0 ? "" : "\nUNION ALL ")
                    .append("SELECT ")
                    .append(i)
                    .append(", count(*) FROM ONLY ")
                    .append(Sql.quote(tables.get(i).name()));
        }
        try {
            return session.query(sql.append(" ORDER BY 1").toString()).get(0).stream()
                    .map(row -> Long.valueOf(requireNonNull(row[1])))
                    .toList();
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "counting the rows that arrived");
        }
    }

    /** It is not known which objects the program made and which somebody else: nothing is dropped, and it is said. */
    private BackupException left(BackupException e, String why) {
        if (settings.newDatabase() != null) {
            return e;
        }
        Problem problem = e.problem();
        String hint =
                "what the restore made may be in the target still: drop it there, or restore into a new database with"
                        + " intoNewDatabase(server, name), which is dropped when a restore fails";
        String both = problem.hint() == null ? hint : problem.hint() + "; " + hint;
        return new Problem(problem.code(), problem.what() + "; " + why, problem.where(), both).exception(e);
    }
}

package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.backup.ConditionSql;
import dev.coffer.backup.internal.connect.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds for each chosen table where its rows go, what tells them apart and which of them are meant. */
final class RecoveryTables {
    private final RecoverySettings settings;
    private final TargetState target;
    private final Map<TableName, List<PrimaryKeys.Part>> keys;
    private final Map<TableName, Condition> conditions;

    private RecoveryTables(RecoverySettings settings, TargetState target, Session session, List<TableName> chosen) {
        this.settings = settings;
        this.target = target;
        this.keys = PrimaryKeys.read(session);
        this.conditions = conditions(settings.conditions(), chosen);
    }

    /** In the order in which the live tables take rows. */
    static List<RecoveryTable> of(
            Session session,
            RestoreSource source,
            TargetState target,
            RestoreActions actions,
            RecoverySettings settings) {
        List<LoadTarget> loads = Partitions.route(
                session,
                actions.tables().stream()
                        .filter(table -> !table.source().largeObjects())
                        .map(table -> LoadTarget.of(
                                table, source.context().fileOf(table.source().data())))
                        .toList(),
                source.catalogue().server(),
                target);
        RecoveryTables tables = new RecoveryTables(
                settings, target, session, loads.stream().map(LoadTarget::name).toList());
        Map<TableName, List<LoadTarget>> byTable = new LinkedHashMap<>();
        loads.forEach(load ->
                byTable.computeIfAbsent(load.into(), into -> new ArrayList<>()).add(load));
        tables.refuseRules(byTable.keySet());
        List<RecoveryTable> all = new ArrayList<>();
        byTable.forEach((into, from) -> all.add(tables.table(into, from, all.size())));
        return all;
    }

    private void refuseRules(Set<TableName> names) {
        List<TableName> ruled = names.stream()
                .filter(name -> {
                    TargetState.Table table = requireNonNull(target.tables().get(name));
                    return table.rewrites(TargetState.Event.INSERT)
                            || (settings.overwrite() && table.rewrites(TargetState.Event.UPDATE));
                })
                .sorted()
                .toList();
        if (!ruled.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TARGET_MISMATCH,
                            "rules rewrite what is written to tables of the database: "
                                    + Preflight.listed(ruled, TableName::toString))
                    .hint("drop the rules for as long as the recovery runs, or leave these tables out with tables(…)")
                    .exception();
        }
    }

    private RecoveryTable table(TableName into, List<LoadTarget> from, int number) {
        TargetState.Table existing = requireNonNull(target.tables().get(into));
        List<String> names = from.get(0).columnNames();
        List<PrimaryKeys.Part> key = keys.getOrDefault(into, List.of());
        boolean whole =
                !names.containsAll(key.stream().map(PrimaryKeys.Part::column).toList());
        List<PrimaryKeys.Part> used = whole ? List.of() : key;
        List<String> compared = names.stream()
                .filter(name -> used.stream().noneMatch(part -> part.column().equals(name)))
                .filter(name -> !requireNonNull(existing.columns().get(name)).always())
                .toList();
        Condition condition = conditions.get(from.get(0).name());
        if (condition != null && column(condition) != null && !names.contains(column(condition))) {
            throw Problem.of(ErrorCode.UNKNOWN_COLUMN, "a condition names a column that the backup does not hold")
                    .table(into)
                    .column(requireNonNull(column(condition)))
                    .hint("its columns: " + Preflight.listed(names, name -> name))
                    .exception();
        }
        return new RecoveryTable(
                into,
                Emptying.only(into, target),
                from,
                used,
                compared,
                ConditionSql.of(condition, settings.snapshotTime()),
                "pg_temp.\"coffer recovers " + (number + 1) + "\"");
    }

    private static @Nullable String column(Condition condition) {
        if (condition instanceof Condition.Since since) {
            return since.column();
        }
        return condition instanceof Condition.EqualTo equal ? equal.column() : null;
    }

    private static Map<TableName, Condition> conditions(Map<String, Condition> given, List<TableName> chosen) {
        Map<TableName, Condition> conditions = new LinkedHashMap<>();
        given.forEach((name, condition) -> conditions.put(one(name, chosen), condition));
        return conditions;
    }

    private static TableName one(String name, List<TableName> chosen) {
        List<TableName> fitting = chosen.stream()
                .filter(table -> table.toString().equals(name) || table.name().equals(name))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw fitting.isEmpty() ? unknown(chosen) : ambiguous(fitting);
    }

    private static BackupException unknown(List<TableName> chosen) {
        return Problem.of(ErrorCode.UNKNOWN_TABLE, "a condition names a table that the plan does not choose")
                .hint("name one of " + Preflight.listed(chosen, TableName::toString))
                .exception();
    }

    private static BackupException ambiguous(List<TableName> fitting) {
        return Problem.of(ErrorCode.AMBIGUOUS_TABLE, "a condition names a table that several schemas have")
                .hint("write one of " + Preflight.listed(fitting, TableName::toString))
                .exception();
    }
}

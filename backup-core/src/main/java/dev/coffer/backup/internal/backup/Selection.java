package dev.coffer.backup.internal.backup;

import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.catalogue.LiveCatalogue;
import dev.coffer.backup.internal.catalogue.LiveTable;
import dev.coffer.backup.internal.selection.Choice;
import dev.coffer.backup.internal.selection.NearNames;
import dev.coffer.backup.internal.selection.Relations;
import dev.coffer.backup.spi.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the tables of a plan in the catalogue: by the patterns of its selection, by the names of its conditions. */
final class Selection {
    private final Relations relations;
    private final List<LiveTable> tables;

    private Selection(Relations relations, List<LiveTable> tables) {
        this.relations = relations;
        this.tables = tables;
    }

    /** What the patterns of the plan mean. */
    static Choice choice(LiveCatalogue live, TableSelection selection) {
        return Choice.of(selection, relations(live), "the database");
    }

    private static Relations relations(LiveCatalogue live) {
        return new Relations(
                live.catalogue().entries(),
                live.tables().stream().map(table -> table.table().name()).toList());
    }

    /** The chosen tables whose rows the plan leaves out. */
    static Set<TableName> excludedData(Choice choice, BackupSettings settings) {
        return choice.among(settings.excludedData(), settings.selection().allowsNoMatch(), "excludeData", "the plan");
    }

    /** The tables whose rows the plan takes, in the order of the catalogue. */
    static List<PlannedTable> resolve(
            LiveCatalogue live, Choice choice, Set<TableName> excludedData, Map<String, Condition> conditions) {
        List<LiveTable> chosen = live.tables().stream()
                .filter(table -> choice.tables().contains(table.table().name()))
                .filter(table -> !excludedData.contains(table.table().name()))
                .toList();
        Map<LiveTable, Condition> restricted = new Selection(choice.relations(), chosen).restrict(conditions);
        return chosen.stream()
                .map(table -> new PlannedTable(table, restricted.get(table)))
                .toList();
    }

    private Map<LiveTable, Condition> restrict(Map<String, Condition> conditions) {
        Map<LiveTable, Condition> restricted = new HashMap<>();
        conditions.forEach((name, condition) -> {
            for (LiveTable table : named(name)) {
                requireColumn(table, condition);
                if (restricted.put(table, condition) != null) {
                    throw Problem.of(ErrorCode.INVALID_PLAN, "two conditions of the plan are for the same table")
                            .table(table.table().name())
                            .hint("give one condition, with unsafeSql(…) where both must hold")
                            .exception();
                }
            }
        });
        return restricted;
    }

    /** The one table of this name, or all leaves below the one partitioned table. */
    private List<LiveTable> named(String name) {
        Map<TableName, List<LiveTable>> candidates = new HashMap<>();
        for (LiveTable table : tables) {
            for (TableName known : relations.names(table.table().name())) {
                if (known.toString().equals(name) || known.name().equals(name)) {
                    candidates.computeIfAbsent(known, key -> new ArrayList<>()).add(table);
                }
            }
        }
        if (candidates.isEmpty()) {
            throw Problem.of(
                            ErrorCode.UNKNOWN_TABLE,
                            "the plan has a condition for \"" + name + "\", which it has no table for")
                    .hint("name a table of the selection as schema.table, case included; there are "
                            + NearNames.of(
                                    name,
                                    tables.stream().map(t -> t.table().name()).toList()))
                    .exception();
        }
        if (candidates.size() > 1) {
            throw Problem.of(
                            ErrorCode.AMBIGUOUS_TABLE,
                            "\"" + name + "\" fits several tables: " + NearNames.of(name, candidates.keySet()))
                    .hint("name the table with its schema")
                    .exception();
        }
        return candidates.values().iterator().next();
    }

    private static void requireColumn(LiveTable table, Condition condition) {
        String column = column(condition);
        if (column == null
                || table.table().columns().stream().anyMatch(c -> c.name().equals(column))) {
            return;
        }
        String columns = table.table().columns().stream().map(Column::name).collect(Collectors.joining(", "));
        throw Problem.of(ErrorCode.UNKNOWN_COLUMN, "a condition names a column that the table does not have")
                .table(table.table().name())
                .column(column)
                .hint("its stored columns are " + columns + "; a generated one can be used with unsafeSql(…)")
                .exception();
    }

    private static @Nullable String column(Condition condition) {
        if (condition instanceof Condition.Since since) {
            return since.column();
        }
        if (condition instanceof Condition.EqualTo equalTo) {
            return equalTo.column();
        }
        return null;
    }
}

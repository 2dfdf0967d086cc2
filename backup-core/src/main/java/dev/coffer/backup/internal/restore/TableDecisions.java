package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.spi.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what is done with each table, and refuses tables that cannot take what the backup holds; columns are matched by name (F21). */
final class TableDecisions {
    private final RestoreSettings settings;
    private final TargetState target;
    private final Map<TableName, SchemaEntry> definitions = new HashMap<>();
    private final List<String> mismatches = new ArrayList<>();
    private final List<TableName> keyless = new ArrayList<>();
    private final List<String> warnings;

    private TableDecisions(RestoreSource source, RestoreSettings settings, TargetState target, List<String> warnings) {
        this.settings = settings;
        this.target = target;
        this.warnings = warnings;
        for (SchemaEntry entry : source.catalogue().entries()) {
            if (entry.kind().equals("table") && entry.table() != null) {
                definitions.put(entry.table(), entry);
            }
        }
    }

    /** Decides, in the order of the source; with a schema alone there is nothing to decide. */
    static List<TableAction> of(
            RestoreSource source, RestoreSettings settings, TargetState target, List<String> warnings) {
        if (settings.scope() == Scope.SCHEMA_ONLY) {
            return List.of();
        }
        TableDecisions decisions = new TableDecisions(source, settings, target, warnings);
        List<TableAction> actions =
                source.tables().stream().map(decisions::decide).toList();
        source.catalogue().sequences().forEach(decisions::sequence);
        decisions.refuse();
        return actions;
    }

    private TableAction decide(SourceTable table) {
        boolean dataOnly = settings.scope() == Scope.DATA_ONLY;
        boolean recreated = settings.existing() == Existing.REFUSE || settings.existing() == Existing.CLEAN;
        if (table.largeObjects()) {
            return largeObjects(table);
        }
        if (!dataOnly && recreated) {
            return TableAction.create(table);
        }
        TargetState.Table existing = target.tables().get(table.name());
        if (existing != null) {
            return fits(table, table.name(), existing);
        }
        if (!dataOnly) {
            return TableAction.create(table);
        }
        TableName parent = partitionedParent(table.name());
        if (parent != null && settings.existing() != Existing.TRUNCATE) {
            return fits(table, parent, requireNonNull(target.tables().get(parent)));
        }
        mismatches.add("table " + table.name() + " is missing"
                + (parent == null ? "" : " and its rows may lie in other partitions of " + parent));
        return TableAction.create(table);
    }

    /** A large object is told apart by its number; those that the backup does not hold are left alone. */
    private TableAction largeObjects(SourceTable table) {
        return switch (settings.existing()) {
            case REFUSE, APPEND -> TableAction.create(table);
            case CLEAN, TRUNCATE, UPSERT -> new TableAction(table, table.name(), false, true, null);
            case SKIP -> new TableAction(table, table.name(), false, false, new Merge(List.of(), List.of()));
        };
    }

    /** Where the rows of a partition belong that the target does not have any more. */
    private @Nullable TableName partitionedParent(TableName partition) {
        SchemaEntry definition = definitions.get(partition);
        if (definition == null) {
            return null;
        }
        for (Map.Entry<TableName, SchemaEntry> other : definitions.entrySet()) {
            TargetState.Table existing = target.tables().get(other.getKey());
            if (existing != null
                    && existing.partitioned()
                    && definition.dependsOn().contains(other.getValue().id())) {
                return other.getKey();
            }
        }
        return null;
    }

    private TableAction fits(SourceTable table, TableName into, TargetState.Table existing) {
        List<String> names = table.data().columns().stream().map(Column::name).toList();
        List<String> missing = names.stream()
                .filter(name -> !existing.columns().containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            mismatches.add("table " + into + " lacks " + columns(missing));
        }
        names.stream()
                .filter(name -> existing.columns().containsKey(name)
                        && requireNonNull(existing.columns().get(name)).generated())
                .forEach(name -> mismatches.add("column " + name + " of table " + into + " is generated"));
        required(into, names, existing);
        boolean merges = (settings.existing() == Existing.UPSERT || settings.existing() == Existing.SKIP)
                && table.totals().rows() > 0;
        return new TableAction(
                table,
                into,
                true,
                settings.existing() == Existing.TRUNCATE,
                merges ? merge(into, names, existing) : null);
    }

    /** A column that the backup does not hold is no matter where it has a default or takes NULL. */
    private void required(TableName table, List<String> held, TargetState.Table existing) {
        List<String> unfilled = existing.columns().entrySet().stream()
                .filter(column -> column.getValue().required() && !held.contains(column.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        if (!unfilled.isEmpty()) {
            mismatches.add("table " + table + " requires " + columns(unfilled) + ", which the backup does not hold");
        }
    }

    private static String columns(List<String> names) {
        return (names.size() == 1 ? "column " : "columns ") + String.join(", ", names);
    }

    private Merge merge(TableName table, List<String> names, TargetState.Table existing) {
        List<String> key =
                existing.keys().stream().filter(names::containsAll).findFirst().orElse(null);
        if (key == null) {
            keyless.add(table);
            return new Merge(List.of(), List.of());
        }
        if (existing.rewrites(TargetState.Event.INSERT) || existing.rewrites(TargetState.Event.UPDATE)) {
            mismatches.add("table " + table + " has rules, with which the server takes no ON CONFLICT");
        }
        if (settings.existing() == Existing.SKIP) {
            return new Merge(key, List.of());
        }
        List<String> others = names.stream().filter(name -> !key.contains(name)).toList();
        List<String> always = others.stream()
                .filter(name -> {
                    TargetState.Column column = existing.columns().get(name);
                    return column != null && column.always();
                })
                .toList();
        if (!always.isEmpty()) {
            warnings.add("rows of " + table + " that are updated keep their own " + String.join(", ", always)
                    + ", which is GENERATED ALWAYS AS IDENTITY");
        }
        return new Merge(
                key, others.stream().filter(name -> !always.contains(name)).toList());
    }

    private void sequence(SequenceState sequence) {
        TargetState.Sequence existing = target.sequences().get(sequence.name());
        if (existing == null) {
            if (settings.scope() == Scope.DATA_ONLY) {
                mismatches.add("sequence " + sequence.name() + " is missing");
            }
        } else if (settings.existing() != Existing.CLEAN
                && (sequence.lastValue() < existing.min() || sequence.lastValue() > existing.max())) {
            mismatches.add("sequence " + sequence.name() + " cannot reach the value of the backup");
        }
    }

    private void refuse() {
        if (!mismatches.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TARGET_MISMATCH,
                            "the target does not fit the backup: " + Preflight.listed(mismatches, text -> text))
                    .hint(
                            "restore the schema first with scope(Scope.SCHEMA_ONLY), or everything into an empty database")
                    .exception();
        }
        if (!keyless.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TARGET_MISMATCH,
                            settings.existing()
                                    + " needs a primary or unique key whose columns the backup holds, and there is"
                                    + " none on " + Preflight.listed(keyless, TableName::toString))
                    .hint(
                            "add a key to the table, choose existing(Existing.APPEND), or leave the table out with tables(…)")
                    .exception();
        }
    }
}

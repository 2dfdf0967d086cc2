package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.spi.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether what exists in the target can take what the backup holds for it; columns are matched by name (F21). */
final class TableFit {
    private final List<String> mismatches = new ArrayList<>();

    private TableFit() {}

    /** Refuses what does not fit, all of it together. */
    static void check(List<SourceTable> tables, List<SequenceState> sequences, TargetState target) {
        TableFit fit = new TableFit();
        for (SourceTable table : tables) {
            fit.table(table, target.tables().get(table.name()));
        }
        for (SequenceState sequence : sequences) {
            fit.sequence(sequence, target.sequences().get(sequence.name()));
        }
        if (!fit.mismatches.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TARGET_MISMATCH,
                            "the target does not fit the backup: " + Preflight.listed(fit.mismatches, text -> text))
                    .hint(
                            "restore the schema first with scope(Scope.SCHEMA_ONLY), or everything into an empty database")
                    .exception();
        }
    }

    private void table(SourceTable table, TargetState.@Nullable Table existing) {
        if (existing == null) {
            mismatches.add("table " + table.name() + " is missing");
            return;
        }
        List<String> names = table.data().columns().stream().map(Column::name).toList();
        List<String> missing = names.stream()
                .filter(name -> !existing.columns().containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            mismatches.add("table " + table.name() + " lacks " + columns(missing));
        }
        names.stream()
                .filter(name -> existing.columns().containsKey(name)
                        && requireNonNull(existing.columns().get(name)).generated())
                .forEach(name -> mismatches.add("column " + name + " of table " + table.name() + " is generated"));
        required(table.name(), names, existing);
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

    private void sequence(SequenceState sequence, TargetState.@Nullable Sequence existing) {
        if (existing == null) {
            mismatches.add("sequence " + sequence.name() + " is missing");
        } else if (sequence.lastValue() < existing.min() || sequence.lastValue() > existing.max()) {
            mismatches.add("sequence " + sequence.name() + " cannot reach the value of the backup");
        }
    }
}

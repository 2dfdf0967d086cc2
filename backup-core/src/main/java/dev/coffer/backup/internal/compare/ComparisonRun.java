package dev.coffer.backup.internal.compare;

import dev.coffer.backup.ComparisonReport;
import dev.coffer.backup.ComparisonReport.Presence;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.progress.Steps;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.internal.store.TemporaryFolder;
import dev.coffer.backup.spi.TableData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One comparison: tables by names, then by content hash, then by rows; the schema by its text. */
public final class ComparisonRun {
    private final ComparisonSettings settings;

    public ComparisonRun(ComparisonSettings settings) {
        this.settings = settings;
    }

    public ComparisonReport run() {
        long started = System.nanoTime();
        try (Side before = Side.of(settings.before(), settings.beforeFiles(), settings.strategies());
                Side after = after();
                DetailsWriter details = DetailsWriter.to(settings.details(), settings.form())) {
            List<TableName> names = names(before, after);
            Steps steps = new Steps(settings.listener(), rows(before) + rows(after), -1);
            List<ComparisonReport.Table> tables = new ArrayList<>();
            for (TableName name : names) {
                if (Thread.currentThread().isInterrupted()) {
                    throw StorageFailure.interrupted(null);
                }
                steps.begins(name);
                ComparisonReport.Table table = table(name, before, after, details, steps);
                steps.ends(name, table.rowsBefore() + table.rowsAfter(), 0);
                tables.add(table);
            }
            if (details != null) {
                details.end();
            }
            return new ComparisonReport(
                    tables,
                    sequences(before.catalogue(), after.catalogue()),
                    schema(before.catalogue(), after.catalogue()),
                    Duration.ofNanos(System.nanoTime() - started));
        }
    }

    private static long rows(Side side) {
        return side.tables().stream()
                .mapToLong(table -> side.rows().totals(table).rows())
                .sum();
    }

    private static List<ComparisonReport.Sequence> sequences(Catalogue before, Catalogue after) {
        Map<TableName, SequenceState> ones = states(before);
        Map<TableName, SequenceState> others = states(after);
        TreeSet<TableName> names = new TreeSet<>(ones.keySet());
        names.addAll(others.keySet());
        return names.stream()
                .map(name -> new ComparisonReport.Sequence(name, next(ones.get(name)), next(others.get(name))))
                .filter(sequence -> !Objects.equals(sequence.before(), sequence.after()))
                .toList();
    }

    private static Map<TableName, SequenceState> states(Catalogue catalogue) {
        return catalogue.sequences().stream().collect(Collectors.toMap(SequenceState::name, Function.identity()));
    }

    private static @Nullable String next(@Nullable SequenceState state) {
        return state == null ? null : state.lastValue() + (state.called() ? "" : " (not used yet)");
    }

    private Side after() {
        if (settings.after() != null && settings.afterFiles() != null) {
            return Side.of(settings.after(), settings.afterFiles(), settings.strategies());
        }
        if (settings.database() != null) {
            return Side.of(settings.database(), settings.tables(), settings.listener());
        }
        throw new IllegalStateException("a comparison with one side");
    }

    private static List<TableName> names(Side before, Side after) {
        TreeSet<TableName> names = new TreeSet<>();
        before.tables().forEach(table -> names.add(table.name()));
        after.tables().forEach(table -> names.add(table.name()));
        return List.copyOf(names);
    }

    private ComparisonReport.Table table(
            TableName name, Side before, Side after, @Nullable DetailsWriter details, Steps steps) {
        Optional<TableData> one = before.table(name);
        Optional<TableData> other = after.table(name);
        if (one.isEmpty() || other.isEmpty()) {
            long rowsBefore =
                    one.map(table -> before.rows().totals(table).rows()).orElse(0L);
            long rowsAfter =
                    other.map(table -> after.rows().totals(table).rows()).orElse(0L);
            return new ComparisonReport.Table(
                    name,
                    one.isEmpty() ? Presence.ADDED : Presence.DROPPED,
                    rowsBefore,
                    rowsAfter,
                    rowsAfter,
                    rowsBefore,
                    0,
                    false);
        }
        TablePair pair = TablePair.of(before, one.get(), after, other.get());
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            TableComparer comparer =
                    new TableComparer(before, after, folder, details == null ? 0 : settings.detailsLimit(), steps);
            ComparisonReport.Table table = comparer.compare(pair);
            if (details != null && !comparer.different().isEmpty()) {
                details.write(
                        pair,
                        new RowChanges(pair, comparer.different(), settings.detailsLimit()).read(before, after),
                        table);
            }
            return table;
        }
    }

    private static List<ComparisonReport.Entry> schema(Catalogue before, Catalogue after) {
        Map<String, String> ones = statements(before);
        Map<String, String> others = statements(after);
        TreeSet<String> ids = new TreeSet<>(ones.keySet());
        ids.addAll(others.keySet());
        return ids.stream()
                .map(id -> new ComparisonReport.Entry(id, ones.get(id), others.get(id)))
                .filter(entry -> entry.before() == null || !entry.before().equals(entry.after()))
                .toList();
    }

    private static Map<String, String> statements(Catalogue catalogue) {
        return catalogue.entries().stream()
                .collect(Collectors.toMap(
                        SchemaEntry::id,
                        entry -> String.join(";\n", entry.statements()),
                        (one, other) -> one + ";\n" + other,
                        TreeMap::new));
    }
}

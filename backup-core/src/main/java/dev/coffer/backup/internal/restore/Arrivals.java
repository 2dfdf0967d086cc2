package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the server, before anything is committed, how many rows each table has now. */
final class Arrivals {
    private final Session session;
    private final RowCounts counts;
    private final TargetState target;
    private final boolean adds;
    private final Map<TableName, Long> before = new HashMap<>();

    /**
     * A count.
     *
     * @param target as it was before
     * @param existing whether there may be rows that stay
     */
    Arrivals(Session session, Transactions transactions, TargetState target, Existing existing) {
        this.session = session;
        this.counts = new RowCounts(session, transactions);
        this.target = target;
        this.adds = existing == Existing.APPEND || existing == Existing.UPSERT || existing == Existing.SKIP;
    }

    /** Counts the rows that stay, in the transaction that adds to them. */
    void before(List<LoadTarget> tables) {
        if (adds) {
            before.putAll(counts.of(places(
                    tables.stream().filter(table -> table.action().exists()).toList())));
        }
    }

    /**
     * The same, with the rows that an extension has put into its own tables.
     *
     * @param made the tables that the run has created itself, empty
     */
    void before(List<LoadTarget> tables, Set<TableName> made) {
        before(tables);
        before.putAll(counts.of(places(tables.stream()
                .filter(table ->
                        !table.action().exists() && !table.source().largeObjects() && !made.contains(table.name()))
                .toList())));
    }

    /** How many rows there were, by table. */
    Map<TableName, Long> before() {
        return Map.copyOf(before);
    }

    /**
     * Returns the server's counts if they are those that were expected.
     *
     * @param counting asks for them, by what each table is called in FROM
     */
    List<RestoreReport.Table> count(
            List<LoadTarget> tables, Function<Map<TableName, String>, Map<TableName, Long>> counting) {
        List<LoadTarget> counted =
                tables.stream().filter(table -> !table.source().largeObjects()).toList();
        Map<TableName, Long> arrived = counting.apply(places(counted));
        arrived.replaceAll((table, rows) -> rows - before.getOrDefault(table, 0L));
        Map<TableName, List<LoadTarget>> groups = new LinkedHashMap<>();
        counted.forEach(table ->
                groups.computeIfAbsent(table.into(), into -> new ArrayList<>()).add(table));
        List<RestoreReport.Table> report = new ArrayList<>();
        groups.forEach((into, group) -> report(into, group, arrived, report));
        return report;
    }

    /** What each table and each root is called in FROM: the rows of a root lie in its partitions. */
    private Map<TableName, String> places(List<LoadTarget> tables) {
        Map<TableName, String> places = new LinkedHashMap<>();
        for (LoadTarget table : tables) {
            if (hasPlace(table)) {
                places.put(table.name(), Emptying.only(table.name(), target));
            }
            if (!table.into().equals(table.name())) {
                places.put(table.into(), Sql.quote(table.into()));
            }
        }
        return places;
    }

    /** Whether the table is there by its own name, which a partition that is gone is not. */
    private boolean hasPlace(LoadTarget table) {
        return !table.action().exists() || table.action().into().equals(table.name());
    }

    /** What went through a root may lie in another leaf than before, so of these only the sum is known. */
    private void report(
            TableName into, List<LoadTarget> group, Map<TableName, Long> arrived, List<RestoreReport.Table> report) {
        long loaded = group.stream()
                .mapToLong(table -> table.source().totals().rows())
                .sum();
        long counted = requireNonNull(arrived.get(into));
        Merge merge = group.get(0).action().merge();
        if (merge == null ? counted != loaded : counted < 0 || counted > loaded) {
            throw Problem.of(ErrorCode.ROW_COUNT, loaded + " rows were loaded, the server counts " + counted)
                    .table(into)
                    .hint("another session writes to the table, or a trigger or rule of the target keeps rows out")
                    .exception();
        }
        if (merge != null) {
            boolean updates = !merge.updated().isEmpty();
            long met = loaded - counted;
            report.add(new RestoreReport.Table(into, counted, updates ? met : 0, updates ? 0 : met));
            return;
        }
        for (LoadTarget table : group) {
            long rows = hasPlace(table)
                    ? requireNonNull(arrived.get(table.name()))
                    : table.source().totals().rows();
            report.add(new RestoreReport.Table(table.name(), rows));
        }
    }

    /**
     * Asks how many large objects there are now.
     *
     * @param before how many there were before any was loaded
     */
    void countLargeObjects(long loaded, long before) {
        if (loaded == 0) {
            return;
        }
        try {
            @Nullable
            String[] row = session.query("SELECT count(*) FROM pg_catalog.pg_largeobject_metadata")
                    .get(0)
                    .get(0);
            long arrived = Long.parseLong(requireNonNull(row[0])) - before;
            if (arrived != loaded) {
                throw Problem.of(
                                ErrorCode.ROW_COUNT,
                                loaded + " large objects were loaded, the server counts " + arrived + " new ones")
                        .hint(
                                "another session creates or removes large objects in the target: restore while it does not")
                        .exception();
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "counting large objects");
        }
    }
}

package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the server, before anything is committed, how many rows each table has now. */
final class Arrivals {
    private static final int COUNTED_TOGETHER = 200;

    private final Session session;
    private final Transactions transactions;

    Arrivals(Session session, Transactions transactions) {
        this.session = session;
        this.transactions = transactions;
    }

    /** Returns the server's counts if they are those that were expected. */
    List<RestoreReport.Table> count(List<LoadTarget> tables) {
        List<LoadTarget> counted =
                tables.stream().filter(table -> !table.source().largeObjects()).toList();
        List<Long> counts = new ArrayList<>();
        int together = Math.max(1, Math.min(COUNTED_TOGETHER, transactions.budget() / Locks.TABLE));
        for (int from = 0; from < counted.size(); from += together) {
            counts.addAll(countTogether(counted.subList(from, Math.min(counted.size(), from + together))));
        }
        compare(counted, counts);
        List<RestoreReport.Table> report = new ArrayList<>();
        for (int i = 0; i < counted.size(); i++) {
            report.add(new RestoreReport.Table(counted.get(i).name(), counts.get(i)));
        }
        return report;
    }

    private List<Long> countTogether(List<LoadTarget> tables) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < tables.size(); i++) {
            sql.append(i == 0 ? "" : "\nUNION ALL ")
                    .append("SELECT ")
                    .append(i)
                    .append(", count(*) FROM ONLY ")
                    .append(Sql.quote(tables.get(i).name()));
        }
        try {
            transactions.need(tables.size() * Locks.TABLE);
            return session.query(sql.append(" ORDER BY 1").toString()).get(0).stream()
                    .map(row -> Long.valueOf(requireNonNull(row[1])))
                    .toList();
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "counting the rows that arrived");
        }
    }

    /** What went through a root may lie in another leaf than before, so of these only the sum is known. */
    private static void compare(List<LoadTarget> tables, List<Long> counts) {
        Map<TableName, long[]> sums = new LinkedHashMap<>();
        for (int i = 0; i < tables.size(); i++) {
            long[] sum = sums.computeIfAbsent(tables.get(i).into(), into -> new long[2]);
            sum[0] += tables.get(i).source().totals().rows();
            sum[1] += counts.get(i);
        }
        sums.forEach((into, sum) -> {
            if (sum[0] != sum[1]) {
                throw Problem.of(ErrorCode.ROW_COUNT, sum[0] + " rows were loaded, the server counts " + sum[1])
                        .table(into)
                        .hint("another session writes to the table, or a trigger or rule of the target keeps rows out")
                        .exception();
            }
        });
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

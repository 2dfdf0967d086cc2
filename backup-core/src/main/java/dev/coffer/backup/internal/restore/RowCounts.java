package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks the server on one connection how many rows tables have, many in one message. */
final class RowCounts {
    private static final int COUNTED_TOGETHER = 2_000;
    private static final int COUNTED_IN_ONE_STATEMENT = 200;

    private final Session session;
    private final Transactions transactions;

    RowCounts(JobLane lane) {
        this(lane.session(), lane.transactions());
    }

    RowCounts(Session session, Transactions transactions) {
        this.session = session;
        this.transactions = transactions;
    }

    /** @param places what each table is called in FROM */
    Map<TableName, Long> of(Map<TableName, String> places) {
        List<TableName> names = List.copyOf(places.keySet());
        Map<TableName, Long> counts = new HashMap<>();
        int together = Math.max(1, Math.min(COUNTED_TOGETHER, transactions.budget() / Locks.TABLE));
        for (int from = 0; from < names.size(); from += together) {
            List<TableName> some = names.subList(from, Math.min(names.size(), from + together));
            List<Long> found = countTogether(
                    some.stream().map(name -> requireNonNull(places.get(name))).toList());
            for (int i = 0; i < some.size(); i++) {
                counts.put(some.get(i), found.get(i));
            }
        }
        return counts;
    }

    private List<Long> countTogether(List<String> places) {
        if (places.isEmpty()) {
            return List.of();
        }
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < places.size(); i++) {
            boolean begins = i % COUNTED_IN_ONE_STATEMENT == 0;
            sql.append(i == 0 ? "" : begins ? " ORDER BY 1;\n" : "\nUNION ALL ")
                    .append("SELECT ")
                    .append(i)
                    .append(", count(*) FROM ")
                    .append(places.get(i));
        }
        try {
            transactions.need(places.size() * Locks.TABLE);
            return session.query(sql.append(" ORDER BY 1").toString()).stream()
                    .flatMap(List::stream)
                    .map(row -> Long.valueOf(requireNonNull(row[1])))
                    .toList();
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "counting the rows that arrived");
        }
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.connect.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small tables on their way: gathered as INSERTs and sent in one message. When the server refuses the message, each of its
 * tables is sent again by COPY, which tells table and row.
 */
final class SmallTables {
    private static final Logger LOG = LoggerFactory.getLogger(SmallTables.class);
    private static final int MESSAGE_CHARS = 1 << 20;

    private final Session session;
    private final Transactions transactions;
    private final List<Pending> pending = new ArrayList<>();
    private int chars;

    SmallTables(Session session, Transactions transactions) {
        this.session = session;
        this.transactions = transactions;
    }

    /**
     * A table that waits.
     *
     * @param table which
     * @param insert all its rows as one statement
     * @param lines the same as COPY text
     * @param rows how many
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
    record Pending(LoadTarget table, String insert, byte[] lines, long rows) {}

    void add(Pending table) {
        if (chars + table.insert().length() > MESSAGE_CHARS) {
            flush();
        }
        pending.add(table);
        chars += table.insert().length();
    }

    void flush() {
        if (pending.isEmpty()) {
            return;
        }
        List<Pending> tables = List.copyOf(pending);
        pending.clear();
        chars = 0;
        SQLException refusal =
                transactions.attempt(tables.stream().map(Pending::insert).toList(), "loading rows");
        if (refusal != null) {
            LOG.debug("rows.by-copy tables={} sqlstate={}", tables.size(), refusal.getSQLState());
            copy(tables);
        }
    }

    private void copy(List<Pending> tables) {
        for (Pending table : tables) {
            try (BulkLoad load = BulkLoad.of(session, transactions, table.table())) {
                load.lines(table.lines(), 0, table.lines().length, table.rows());
                load.end();
            }
        }
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.LeftOut;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates entries, many in one message, because a far server costs a round trip for each (P14). The server does not say
 * which statement of a message it refused, so the culprit is found by halving what was undone.
 */
final class DdlRunner {
    private static final Logger LOG = LoggerFactory.getLogger(DdlRunner.class);
    private static final int MESSAGE_STATEMENTS = 20_000;
    private static final int MESSAGE_CHARS = 1 << 21;
    private static final String DOING = "creating the schema";

    private final Transactions transactions;
    private final Created created;
    private final List<Skip> skips;

    DdlRunner(Transactions transactions, Created created, List<Skip> skips) {
        this.transactions = transactions;
        this.created = created;
        this.skips = skips;
    }

    void run(List<SchemaEntry> entries) {
        Message message = new Message();
        for (SchemaEntry entry : entries) {
            if (!message.takes(entry)) {
                create(message);
                message = new Message();
            }
            message.add(entry);
        }
        create(message);
    }

    /** Entries that travel together. */
    private final class Message {
        private final List<SchemaEntry> entries = new ArrayList<>();
        private int statements;
        private int chars;
        private int locks;

        boolean takes(SchemaEntry entry) {
            return entries.isEmpty()
                    || (statements + entry.statements().size() <= MESSAGE_STATEMENTS
                            && chars + chars(entry) <= MESSAGE_CHARS
                            && (long) locks + Locks.alone(entry) <= transactions.budget());
        }

        void add(SchemaEntry entry) {
            entries.add(entry);
            statements += entry.statements().size();
            chars += chars(entry);
            locks += Locks.alone(entry);
        }

        private static int chars(SchemaEntry entry) {
            return entry.statements().stream().mapToInt(String::length).sum();
        }
    }

    private void create(Message message) {
        try {
            transactions.need(message.locks);
        } catch (SQLException e) {
            throw SqlErrors.translate(e, DOING);
        }
        if (!message.entries.isEmpty()) {
            createHalving(message.entries);
        }
    }

    private void createHalving(List<SchemaEntry> entries) {
        SQLException refusal = transactions.attempt(statements(entries), DOING);
        if (refusal == null) {
            created.add(entries);
        } else if (entries.size() == 1) {
            culprit(entries.get(0), refusal);
        } else {
            LOG.debug("ddl.halving entries={} sqlstate={}", entries.size(), refusal.getSQLState());
            int half = entries.size() / 2;
            createHalving(entries.subList(0, half));
            createHalving(entries.subList(half, entries.size()));
        }
    }

    private static List<String> statements(List<SchemaEntry> entries) {
        return entries.stream().flatMap(entry -> entry.statements().stream()).toList();
    }

    private void culprit(SchemaEntry entry, SQLException refusal) {
        LeftOut leftOut = new LeftOut(skips);
        String missing = leftOut.missing(entry);
        if (missing != null) {
            leftOut.takeAlong(entry, missing);
            return;
        }
        if (Refusals.skippable(entry, refusal)) {
            leftOut.add(entry, Refusals.reason(refusal));
            return;
        }
        int count = entry.statements().size();
        for (int i = 0; count > 1 && i < count; i++) {
            SQLException own = transactions.attempt(entry.statements().subList(i, i + 1), DOING);
            if (own != null) {
                throw Refusals.refused(entry, i, own);
            }
        }
        throw Refusals.refused(entry, 0, refusal);
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates entries, many in one message, because a far server costs a round trip for each (P14). The server does not say
 * which statement of a message failed; so each message begins with a savepoint, and the culprit is found by halving.
 */
final class DdlRunner {
    private static final Logger LOG = LoggerFactory.getLogger(DdlRunner.class);
    private static final int MESSAGE_STATEMENTS = 1_000;
    private static final int MESSAGE_CHARS = 1 << 19;
    private static final String SAVEPOINT = "coffer";
    private static final String DOING = "creating the schema";

    private final Session session;
    private final Transactions transactions;
    private final Created created;
    private final List<Skip> skips;

    DdlRunner(Session session, Transactions transactions, Created created, List<Skip> skips) {
        this.session = session;
        this.transactions = transactions;
        this.created = created;
        this.skips = skips;
    }

    void run(List<SchemaEntry> entries) {
        List<SchemaEntry> message = new ArrayList<>();
        int statements = 0;
        int chars = 0;
        int locks = 0;
        for (SchemaEntry entry : entries) {
            int entryChars =
                    entry.statements().stream().mapToInt(String::length).sum();
            int entryLocks = Locks.of(entry);
            boolean full = statements + entry.statements().size() > MESSAGE_STATEMENTS
                    || chars + entryChars > MESSAGE_CHARS
                    || (long) locks + entryLocks > transactions.budget();
            if (full && !message.isEmpty()) {
                create(message, locks);
                message.clear();
                statements = 0;
                chars = 0;
                locks = 0;
            }
            message.add(entry);
            statements += entry.statements().size();
            chars += entryChars;
            locks += entryLocks;
            if (atomicBody(entry)) {
                create(message, locks);
                message.clear();
                statements = 0;
                chars = 0;
                locks = 0;
            }
        }
        if (!message.isEmpty()) {
            create(message, locks);
        }
    }

    /** In the extended protocol nothing may follow a body that begins so (P14); a RELEASE in a message of its own may. */
    private static boolean atomicBody(SchemaEntry entry) {
        return entry.statements().stream().anyMatch(DdlRunner::atomicBody);
    }

    private static boolean atomicBody(String statement) {
        return statement.contains("BEGIN ATOMIC");
    }

    private void create(List<SchemaEntry> message, int locks) {
        try {
            transactions.need(locks);
        } catch (SQLException e) {
            throw SqlErrors.translate(e, DOING);
        }
        createHalving(List.copyOf(message));
    }

    private void createHalving(List<SchemaEntry> message) {
        SQLException refusal = attempt(statements(message));
        if (refusal == null) {
            created.add(message);
        } else if (message.size() == 1) {
            culprit(message.get(0), refusal);
        } else {
            LOG.debug("ddl.halving entries={} sqlstate={}", message.size(), refusal.getSQLState());
            int half = message.size() / 2;
            createHalving(message.subList(0, half));
            createHalving(message.subList(half, message.size()));
        }
    }

    private static List<String> statements(List<SchemaEntry> entries) {
        return entries.stream().flatMap(entry -> entry.statements().stream()).toList();
    }

    private void culprit(SchemaEntry entry, SQLException refusal) {
        if (Refusals.skippable(entry, refusal)) {
            skips.add(Refusals.skip(entry, refusal));
            return;
        }
        int count = entry.statements().size();
        for (int i = 0; count > 1 && i < count; i++) {
            SQLException own = attempt(entry.statements().subList(i, i + 1));
            if (own != null) {
                throw Refusals.refused(entry, i, own);
            }
        }
        throw Refusals.refused(entry, 0, refusal);
    }

    /** Runs them in one message; what the server refuses is undone and given back, anything else is thrown. */
    private @Nullable SQLException attempt(List<String> statements) {
        StringBuilder sql = new StringBuilder("SAVEPOINT ").append(SAVEPOINT);
        boolean last = false;
        for (String statement : statements) {
            sql.append(";\n").append(statement);
            last = atomicBody(statement);
        }
        try {
            if (last) {
                session.execute(sql.toString());
                session.execute("RELEASE SAVEPOINT " + SAVEPOINT);
            } else {
                session.execute(sql.append(";\nRELEASE SAVEPOINT " + SAVEPOINT).toString());
            }
            return null;
        } catch (SQLException e) {
            if (Refusals.endTheRun(e)) {
                throw SqlErrors.translate(e, DOING);
            }
            undo();
            return e;
        }
    }

    private void undo() {
        try {
            session.execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT + "; RELEASE SAVEPOINT " + SAVEPOINT);
        } catch (SQLException e) {
            throw SqlErrors.translate(e, DOING);
        }
    }
}

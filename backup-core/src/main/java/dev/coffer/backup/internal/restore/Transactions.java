package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a run: one, unless the server's lock table cannot take what one would lock (P5). Then each holds as
 * many locks as the budget allows, and whatever asks for more begins the next.
 *
 * <p>A savepoint stands before each message that may be refused. It is set by the message before: a text that the server
 * cannot parse, or not bring into its encoding, fails as a whole, and nothing in it has been done.
 */
final class Transactions {
    /** Waits only for others' locks on what exists already; long enough for any honest transaction. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(60);

    private static final String FIRST_SAVEPOINT = "SAVEPOINT coffer";
    private static final String NEXT_SAVEPOINT = "RELEASE SAVEPOINT coffer;\nSAVEPOINT coffer";

    private final Session session;
    private final int budget;
    private final Runnable beforeCommit;
    private int held;
    private int begun;
    private boolean savepointIsLast;
    private String settings = "";

    private Transactions(Session session, int budget, Runnable beforeCommit) {
        this.session = session;
        this.budget = budget;
        this.beforeCommit = beforeCommit;
    }

    /** All in one. */
    static Transactions one(Session session) {
        return new Transactions(session, Integer.MAX_VALUE, () -> {});
    }

    /**
     * As many as it takes.
     *
     * @param budget how many locks one may hold
     * @param beforeCommit is called when one that is not the last is about to be committed
     */
    static Transactions several(Session session, int budget, Runnable beforeCommit) {
        return new Transactions(session, Math.max(1, budget), beforeCommit);
    }

    /** Begins a transaction with every setting pinned. */
    static String beginSql(Session session) {
        return Pins.BEGIN_RESTORE + ";\n" + Pins.forRestore(session.serverVersion(), LOCK_TIMEOUT);
    }

    /** Every transaction begins with this statement too; an empty one is none. */
    Transactions with(String setting) {
        settings = setting.isEmpty() ? "" : ";\n" + setting;
        return this;
    }

    void begin() throws SQLException {
        begin("");
    }

    private void begin(String before) throws SQLException {
        session.execute(before + beginSql(session) + settings + ";\n" + FIRST_SAVEPOINT);
        begun++;
        held = 0;
        savepointIsLast = true;
    }

    /** Whether what takes so many locks would have to begin another transaction. */
    boolean full(int locks) {
        return held > 0 && (long) held + locks > budget;
    }

    /** Makes room for what takes so many locks. */
    void need(int locks) throws SQLException {
        if (full(locks)) {
            next();
        }
        held += locks;
    }

    /** Commits and begins another. */
    void next() throws SQLException {
        beforeCommit.run();
        begin("COMMIT;\n");
    }

    /** Commits; what follows must begin again. */
    void end() throws SQLException {
        beforeCommit.run();
        session.execute("COMMIT");
    }

    /**
     * Runs statements in one message.
     *
     * @return what the server refused them with, all of them undone; null when they are done
     * @throws dev.coffer.backup.BackupException when nothing more can be done
     */
    @Nullable
    SQLException attempt(List<String> statements, String doing) {
        try {
            if (!savepointIsLast) {
                session.execute(NEXT_SAVEPOINT);
                savepointIsLast = true;
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e, doing);
        }
        try {
            send(statements);
            return null;
        } catch (SQLException e) {
            if (Refusals.endTheRun(e)) {
                throw SqlErrors.translate(e, doing);
            }
            undo(doing);
            return e;
        }
    }

    private void send(List<String> statements) throws SQLException {
        StringBuilder message = new StringBuilder();
        for (String statement : statements) {
            message.append(statement).append(";\n");
            if (!session.simpleProtocol() && statement.contains("BEGIN ATOMIC")) {
                message.setLength(message.length() - statement.length() - 2);
                if (!message.isEmpty()) {
                    session.execute(message.toString());
                    message.setLength(0);
                }
                session.execute(statement);
            }
        }
        session.execute(message.append(NEXT_SAVEPOINT).toString());
    }

    private void undo(String doing) {
        try {
            session.execute("ROLLBACK TO SAVEPOINT coffer");
        } catch (SQLException e) {
            throw SqlErrors.translate(e, doing);
        }
    }

    /** Something that must not be undone has been done outside {@link #attempt}. */
    void done() {
        savepointIsLast = false;
    }

    /** How many locks may be taken together. */
    int budget() {
        return budget;
    }

    int count() {
        return begun;
    }
}

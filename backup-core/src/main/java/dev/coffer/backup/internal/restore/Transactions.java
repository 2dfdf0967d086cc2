package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The transactions of a run: one, unless the server's lock table cannot take what one would lock (P5). Then each holds as
 * many locks as the budget allows, and whatever asks for more begins the next.
 */
final class Transactions {
    /** Waits only for others' locks on what exists already; long enough for any honest transaction. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(60);

    private final Session session;
    private final int budget;
    private final Runnable beforeCommit;
    private int held;
    private int begun;

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

    static String beginSql(Session session) {
        return Pins.BEGIN_RESTORE + "; " + Pins.forRestore(session.serverVersion(), LOCK_TIMEOUT);
    }

    void begin() throws SQLException {
        session.execute(beginSql(session));
        begun++;
        held = 0;
    }

    /** Whether what takes so many locks would have to begin another transaction. */
    boolean full(int locks) {
        return held > 0 && (long) held + locks > budget;
    }

    /** Makes room for what takes so many locks. */
    void need(int locks) throws SQLException {
        if (full(locks)) {
            beforeCommit.run();
            session.execute("COMMIT; " + beginSql(session));
            begun++;
            held = 0;
        }
        held += locks;
    }

    /** How many locks may be taken together. */
    int budget() {
        return budget;
    }

    boolean single() {
        return budget == Integer.MAX_VALUE;
    }

    int count() {
        return begun;
    }
}

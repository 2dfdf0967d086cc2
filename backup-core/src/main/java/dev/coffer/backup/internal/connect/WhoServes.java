package dev.coffer.backup.internal.connect;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Learns which process has our transaction, once in each and without a round trip: the question travels behind statements that
 * are sent anyway. Behind a pooler it is another process in each transaction. Used by the thread of the session.
 */
final class WhoServes {
    private static final int HEAD = 80;

    private final BackendProbe probe;
    private final BaseConnection connection;
    private boolean known;
    private boolean readsCommitted;

    WhoServes(BackendProbe probe, BaseConnection connection) {
        this.probe = probe;
        this.connection = connection;
    }

    /** Before each message: whether what is known holds for it. */
    void before(String message) {
        String head = message.substring(0, Math.min(HEAD, message.length()));
        readsCommitted = head.contains(Pins.BEGIN_RESTORE);
        if (readsCommitted || head.contains(Pins.BEGIN_BACKUP)) {
            known = false;
        }
        if (!open() && !probe.direct()) {
            known = false;
            probe.serving(null);
        }
    }

    /**
     * Whether the question may travel behind this message: not where it would take the snapshot before the locks (P1), which no
     * message does that reads rows in a transaction.
     */
    boolean mayAsk(boolean readsRows) {
        boolean harmless = readsCommitted || (readsRows && open());
        return harmless && !known && connection.getPreferQueryMode() == PreferQueryMode.SIMPLE;
    }

    private boolean open() {
        return connection.getTransactionState() == TransactionState.OPEN;
    }

    static String askAlong(String message) {
        return message + ";\n" + Serving.QUESTION;
    }

    void answered(List<@Nullable String[]> answer) {
        probe.serving(Serving.of(answer));
        known = true;
    }
}

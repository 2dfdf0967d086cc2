package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Existing;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Sets sequences where they stood. No rollback undoes that, so nothing but COMMIT comes after it (P8). */
final class SequenceValues {
    private static final int SET_TOGETHER = 1_000;

    private final Session session;
    private final Transactions transactions;

    SequenceValues(Session session, Transactions transactions) {
        this.session = session;
        this.transactions = transactions;
    }

    /** Whether a sequence that exists must not go back, since rows with its numbers stay (P8). */
    static boolean onlyForward(Existing existing) {
        return switch (existing) {
            case REFUSE, CLEAN, TRUNCATE -> false;
            case APPEND, UPSERT, SKIP -> true;
        };
    }

    /** @param onlyForward whether those that exist must not go back */
    void set(List<SequenceState> sequences, TargetState target, boolean onlyForward) {
        int together = Math.min(SET_TOGETHER, transactions.budget());
        for (int from = 0; from < sequences.size(); from += together) {
            List<SequenceState> some = sequences.subList(from, Math.min(sequences.size(), from + together));
            try {
                transactions.need(some.size());
                session.executeUninterruptibly(sql(some, target, onlyForward));
            } catch (SQLException e) {
                throw SqlErrors.translate(e, "setting sequences");
            }
        }
    }

    /** The statement that sets them. */
    static String sql(List<SequenceState> sequences, TargetState target, boolean onlyForward) {
        String places = sequences.stream()
                .map(sequence -> {
                    TargetState.Sequence there = target.sequences().get(sequence.name());
                    return there == null || !onlyForward ? exactly(sequence) : forward(sequence, there, target);
                })
                .collect(Collectors.joining("\nUNION ALL "));
        return "SELECT count(pg_catalog.setval(s.name::pg_catalog.regclass, s.value, s.called)) FROM (" + places
                + ") s(name, value, called)";
    }

    private static String exactly(SequenceState sequence) {
        return "SELECT " + name(sequence) + "," + backup(sequence);
    }

    private static String name(SequenceState sequence) {
        return Sql.literal(Sql.quote(sequence.name())) + "::pg_catalog.text";
    }

    private static String backup(SequenceState sequence) {
        return int8(sequence.lastValue()) + "," + sequence.called();
    }

    // Quoted: a cast binds tighter than a minus, and 9223372036854775808 is none.
    private static String int8(long number) {
        return "'" + number + "'::pg_catalog.int8";
    }

    /** The farthest of: the backup, where it stands now, and the largest key in the table that it numbers. */
    private static String forward(SequenceState sequence, TargetState.Sequence there, TargetState target) {
        StringBuilder places = new StringBuilder("SELECT " + backup(sequence)
                + " UNION ALL SELECT last_value, is_called FROM " + Sql.quote(sequence.name()));
        TableName owner = there.owner();
        String column = there.column();
        TargetState.Table table = owner == null ? null : target.tables().get(owner);
        if (owner != null && column != null && table != null && table.rights().select()) {
            String key = (there.ascending() ? "max(" : "min(") + Sql.quote(column) + ")";
            String within = there.ascending()
                    ? "least(" + key + "," + int8(there.max())
                    : "greatest(" + key + "," + int8(there.min());
            places.append(" UNION ALL SELECT ")
                    .append(within)
                    .append("), true FROM ")
                    .append(Sql.quote(owner))
                    .append(" HAVING ")
                    .append(key)
                    .append(" IS NOT NULL");
        }
        String order = there.ascending() ? "DESC" : "ASC";
        return "(SELECT " + name(sequence) + ", p.value, p.called FROM (" + places
                + ") p(value, called) ORDER BY p.value " + order + ", p.called DESC LIMIT 1)";
    }
}

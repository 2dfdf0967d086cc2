package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.util.List;

/** Sets sequences where they stood. No rollback undoes that, so nothing but COMMIT comes after it (P8). */
final class SequenceValues {
    private static final int SET_TOGETHER = 1_000;

    private final Session session;
    private final Transactions transactions;

    SequenceValues(Session session, Transactions transactions) {
        this.session = session;
        this.transactions = transactions;
    }

    void set(List<SequenceState> sequences) {
        int together = Math.min(SET_TOGETHER, transactions.budget());
        for (int from = 0; from < sequences.size(); from += together) {
            List<SequenceState> some = sequences.subList(from, Math.min(sequences.size(), from + together));
            StringBuilder sql =
                    new StringBuilder("SELECT count(pg_catalog.setval(s.name::pg_catalog.regclass, s.value, s.called))"
                            + " FROM (VALUES ");
            for (int i = 0; i < some.size(); i++) {
                SequenceState sequence = some.get(i);
                sql.append(i == 0 ? "" : ",\n")
                        .append('(')
                        .append(Sql.literal(Sql.quote(sequence.name())))
                        .append(',')
                        .append(sequence.lastValue())
                        .append("::pg_catalog.int8,")
                        .append(sequence.called())
                        .append(')');
            }
            try {
                transactions.need(some.size());
                session.executeUninterruptibly(
                        sql.append(") s(name, value, called)").toString());
            } catch (SQLException e) {
                throw SqlErrors.translate(e, "setting sequences");
            }
        }
    }
}

package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Drops what the plan creates anew, in the transaction that does, and never with CASCADE. */
final class DropObjects {
    private static final int TOGETHER = 500;
    private static final String DOING = "dropping objects of the target";

    private final Session session;
    private final Transactions transactions;

    DropObjects(Session session, Transactions transactions) {
        this.session = session;
        this.transactions = transactions;
    }

    /** What is refused because something else needs it is tried again once that is gone. */
    void run(List<SchemaEntry> drops) {
        List<SchemaEntry> left = drops;
        boolean untied = false;
        int before;
        do {
            before = left.size();
            List<Refused> refused = new ArrayList<>();
            for (int from = 0; from < left.size(); from += TOGETHER) {
                dropHalving(left.subList(from, Math.min(left.size(), from + TOGETHER)), refused);
            }
            left = refused.stream().map(Refused::entry).toList();
            if (!left.isEmpty() && left.size() == before) {
                if (untied || !untie(left)) {
                    throw failed(refused.get(0));
                }
                untied = true;
                before++;
            }
        } while (!left.isEmpty());
    }

    /** A function that reads a table, or takes its rows, may stand in a rule of that table: then each needs the other. */
    private boolean untie(List<SchemaEntry> left) {
        List<String> parts = FunctionsInTables.drops(session, left);
        return !parts.isEmpty() && transactions.attempt(parts, DOING) == null;
    }

    private record Refused(SchemaEntry entry, SQLException why) {}

    private void dropHalving(List<SchemaEntry> some, List<Refused> refused) {
        List<String> statements =
                some.stream().map(entry -> Objects.requireNonNull(entry.drop())).toList();
        SQLException refusal = transactions.attempt(statements, DOING);
        if (refusal == null) {
            return;
        }
        if (some.size() == 1) {
            refused.add(new Refused(some.get(0), refusal));
            return;
        }
        int half = some.size() / 2;
        dropHalving(some.subList(0, half), refused);
        dropHalving(some.subList(half, some.size()), refused);
    }

    private static RuntimeException failed(Refused refused) {
        Problem problem =
                SqlErrors.problem(refused.why(), DOING).object(refused.entry().id());
        if (Objects.equals(refused.why().getSQLState(), "2BP01")) {
            problem = Problem.of(
                            ErrorCode.TARGET_MISMATCH, "something outside of the plan depends on what would be dropped")
                    .object(refused.entry().id())
                    .hint(
                            "drop that yourself and create it again afterwards, or choose existing(Existing.TRUNCATE), which"
                                    + " keeps the tables");
        }
        return problem.exception(SqlErrors.sanitized(refused.why()));
    }
}

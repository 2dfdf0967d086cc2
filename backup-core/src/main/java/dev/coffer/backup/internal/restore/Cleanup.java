package dev.coffer.backup.internal.restore;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what a run committed before it failed, the newest first and never with CASCADE. */
final class Cleanup {
    private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);
    private static final int TOGETHER = 100;
    /** What does not exist need not be removed: its transaction was not committed after all. */
    private static final Set<String> GONE = Set.of("42P01", "42704", "42883", "3F000");

    private final Session session;

    private Cleanup(Session session) {
        this.session = session;
    }

    /**
     * Removes what it can.
     *
     * @return the failure, which names what is left
     */
    static RuntimeException after(RuntimeException failure, ConnectionSource target, List<SchemaEntry> made) {
        if (made.isEmpty()) {
            return failure;
        }
        boolean interrupted = Thread.interrupted();
        try (Session session = target.open()) {
            List<SchemaEntry> left = new Cleanup(session).remove(made);
            return left.isEmpty() ? failure : naming(failure, left);
        } catch (BackupException e) {
            failure.addSuppressed(e);
            return naming(failure, made);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException naming(RuntimeException failure, List<SchemaEntry> left) {
        String names = Preflight.listed(left, SchemaEntry::id);
        LOG.warn("cleanup.left entries={}", left.size());
        if (!(failure instanceof BackupException known)) {
            return failure;
        }
        Problem problem = known.problem();
        String what = problem.what() + "; of what the restore had committed this is left: " + names;
        BackupException named =
                new Problem(problem.code(), what, problem.where(), problem.hint()).exception(failure.getCause());
        for (Throwable suppressed : failure.getSuppressed()) {
            named.addSuppressed(suppressed);
        }
        return named;
    }

    /** What is refused because something else needs it is tried again once that is gone. */
    private List<SchemaEntry> remove(List<SchemaEntry> made) {
        List<SchemaEntry> left =
                made.stream().filter(entry -> entry.drop() != null).toList();
        int before;
        do {
            before = left.size();
            List<SchemaEntry> refused = new ArrayList<>();
            for (int from = 0; from < left.size(); from += TOGETHER) {
                removeHalving(left.subList(from, Math.min(left.size(), from + TOGETHER)), refused);
            }
            left = refused;
        } while (!left.isEmpty() && left.size() < before);
        return left;
    }

    private void removeHalving(List<SchemaEntry> some, List<SchemaEntry> refused) {
        StringBuilder sql = new StringBuilder(Transactions.beginSql(session));
        some.forEach(entry -> sql.append(";\n").append(entry.drop()));
        try {
            session.execute(sql.append(";\nCOMMIT").toString());
            return;
        } catch (SQLException e) {
            LOG.debug("cleanup.refused entries={} sqlstate={}", some.size(), e.getSQLState());
            if (!rolledBack() || some.size() == 1) {
                if (!GONE.contains(Objects.requireNonNullElse(e.getSQLState(), ""))) {
                    refused.addAll(some);
                }
                return;
            }
        }
        int half = some.size() / 2;
        removeHalving(some.subList(0, half), refused);
        removeHalving(some.subList(half, some.size()), refused);
    }

    private boolean rolledBack() {
        try {
            session.execute("ROLLBACK");
            return true;
        } catch (SQLException e) {
            LOG.debug(
                    "cleanup.rollback failed code={}", SqlErrors.problem(e, "").code());
            return false;
        }
    }
}

package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

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
import org.jspecify.annotations.Nullable;
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
    static RuntimeException after(RuntimeException failure, ConnectionSource target, Created created) {
        List<SchemaEntry> made = created.toRemove();
        if (made.isEmpty()) {
            return failure;
        }
        boolean interrupted = Thread.interrupted();
        try (Session session = target.open()) {
            Cleanup cleanup = new Cleanup(session);
            List<SchemaEntry> left = cleanup.remove(made);
            if (created.removesLargeObjects()) {
                cleanup.removeLargeObjects();
            }
            return left.isEmpty() ? failure : naming(failure, left);
        } catch (BackupException e) {
            failure.addSuppressed(e);
            return naming(failure, made);
        } catch (SQLException e) {
            failure.addSuppressed(SqlErrors.translate(e, "removing large objects, of which some are left"));
            return failure;
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
            failure.addSuppressed(
                    new IllegalStateException("of what the restore had committed this is left: " + names));
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

    /** A few at a time, since removing one takes a lock. */
    private void removeLargeObjects() throws SQLException {
        long removed;
        do {
            List<List<@Nullable String[]>> results = session.query(Transactions.beginSql(session)
                    + ";\nSELECT count(pg_catalog.lo_unlink(o.oid)) FROM"
                    + " (SELECT oid FROM pg_catalog.pg_largeobject_metadata LIMIT 1000) o;\nCOMMIT");
            removed = Long.parseLong(requireNonNull(results.get(0).get(0)[0]));
        } while (removed > 0);
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
                    "cleanup.rollback-failed code={}", SqlErrors.problem(e, "").code());
            return false;
        }
    }
}

package dev.coffer.backup.internal.backup;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who stood in the way when tables could not be locked in time. */
final class Blockers {
    private static final Logger LOG = LoggerFactory.getLogger(Blockers.class);
    private static final int SHOWN = 5;

    /** Whoever holds the one lock that excludes readers, or waits for it behind others, who are named too. */
    private static final String QUERY = """
            SELECT n.nspname, c.relname, l.pid, l.granted, pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(l.pid), ', '),
                a.usename, a.application_name
            FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid <> pg_catalog.pg_backend_pid()
                AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
                AND c.relkind IN ('r', 'p', 'm', 'S') AND n.nspname !~ '^pg_'
            ORDER BY l.granted DESC, l.relation, l.pid""";

    private Blockers() {}

    /**
     * Explains it by what can still be seen; the session's transaction is ended.
     *
     * @param tables those that were to be locked, or null where any table may have been in the way
     * @param e what the server said
     */
    static BackupException explain(
            Session session, @Nullable Collection<TableName> tables, Duration waited, SQLException e) {
        TableName first = null;
        Set<String> blockers = new LinkedHashSet<>();
        try {
            List<List<@Nullable String[]>> answers = session.query("ROLLBACK; " + QUERY);
            for (@Nullable String[] row : answers.get(answers.size() - 1)) {
                TableName table = new TableName(Objects.requireNonNull(row[0]), Objects.requireNonNull(row[1]));
                if (tables == null || tables.contains(table)) {
                    first = first == null ? table : first;
                    blockers.add(text(row, table));
                }
            }
        } catch (SQLException unknown) {
            LOG.debug("blockers.unknown sqlstate={}", unknown.getSQLState());
        }
        String who = blockers.stream().limit(SHOWN).collect(Collectors.joining("; ", ": ", ""));
        Problem problem = Problem.of(
                ErrorCode.LOCK_TIMEOUT,
                "another session kept the tables from being locked for " + waited.toMillis() + " ms"
                        + (blockers.isEmpty() ? "" : who));
        if (first != null) {
            problem = problem.table(first);
        }
        return problem.hint(
                        "wait for the session or end it with pg_terminate_backend(pid), or wait longer with lockTimeout(…)")
                .exception(SqlErrors.sanitized(e));
    }

    private static String text(@Nullable String[] row, TableName table) {
        StringBuilder text = new StringBuilder("process ").append(row[2]);
        if (row[5] != null) {
            text.append(" of ").append(row[5]);
        }
        if (row[6] != null && !row[6].isEmpty()) {
            text.append(" (").append(row[6]).append(')');
        }
        if ("t".equals(row[3])) {
            return text.append(" has ").append(table).append(" locked").toString();
        }
        text.append(" waits to lock ").append(table);
        return row[4] == null || row[4].isEmpty()
                ? text.toString()
                : text.append(" behind process ").append(row[4]).toString();
    }
}

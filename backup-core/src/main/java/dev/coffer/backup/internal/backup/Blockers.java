package dev.coffer.backup.internal.backup;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
            SELECT l.relation, l.pid, l.granted, pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(l.pid), ', '),
                a.usename, a.application_name
            FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid <> pg_catalog.pg_backend_pid()
                AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
            ORDER BY l.granted DESC, l.relation, l.pid""";

    private Blockers() {}

    /**
     * Explains it by what can still be seen; the session's transaction is ended.
     *
     * @param e what the server said
     */
    static BackupException explain(Session session, List<PlannedTable> tables, Duration waited, SQLException e) {
        Map<String, TableName> names = new HashMap<>();
        tables.forEach(table -> names.put(Long.toUnsignedString(table.live().oid()), table.name()));
        TableName first = null;
        Set<String> blockers = new LinkedHashSet<>();
        try {
            List<List<@Nullable String[]>> answers = session.query("ROLLBACK; " + QUERY);
            for (@Nullable String[] row : answers.get(answers.size() - 1)) {
                TableName table = names.get(Objects.requireNonNull(row[0]));
                if (table != null) {
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
        StringBuilder text = new StringBuilder("process ").append(row[1]);
        if (row[4] != null) {
            text.append(" of ").append(row[4]);
        }
        if (row[5] != null && !row[5].isEmpty()) {
            text.append(" (").append(row[5]).append(')');
        }
        if ("t".equals(row[2])) {
            return text.append(" has ").append(table).append(" locked").toString();
        }
        text.append(" waits to lock ").append(table);
        return row[3] == null || row[3].isEmpty()
                ? text.toString()
                : text.append(" behind process ").append(row[3]).toString();
    }
}

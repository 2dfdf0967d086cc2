package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server that publishes tables whether it lets rows of these be updated and deleted: it plans the statements and runs none of them. What a
 * publication's condition and columns need of the replica identity, and whether ON CONFLICT is looked at, differs between its versions.
 *
 * @see <a href="https://www.postgresql.org/docs/current/logical-replication-publication.html">PostgreSQL: Publication</a>
 */
final class PublishedTrial {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedTrial.class);
    /** The part of the server that refuses, as it says itself; its codes and words are those of other refusals too. */
    private static final String REFUSES = "CheckCmdReplicaIdentity";

    private final Session session;
    private final TargetState target;
    private final List<Statement> statements = new ArrayList<>();

    private PublishedTrial(Session session, TargetState target) {
        this.session = session;
        this.target = target;
    }

    private record Statement(TableName table, String what, String sql) {}

    /**
     * Refuses a plan that the server would refuse when rows come.
     *
     * @param existing the tables that take rows
     * @param deleted those whose rows are deleted first
     */
    static void check(Session session, List<TableAction> existing, List<TableName> deleted, TargetState target) {
        PublishedTrial trial = new PublishedTrial(session, target);
        for (TableAction table : existing) {
            Merge merge = table.merge();
            if (merge != null && !merge.updated().isEmpty()) {
                LoadTarget load = LoadTarget.of(table, "");
                trial.add(
                        table.into(),
                        "updated",
                        "INSERT INTO %s (" + load.columns() + ") OVERRIDING SYSTEM VALUE SELECT " + load.columns()
                                + " FROM %s WHERE false" + merge.sql());
            }
        }
        deleted.forEach(table -> trial.add(table, "deleted", "DELETE FROM ONLY %s"));
        trial.run();
    }

    /** What happens to rows of a partitioned table happens in its partitions. */
    private void add(TableName table, String what, String sql) {
        TargetState.Table existing = target.tables().get(table);
        if (existing == null || !existing.mayBePublished()) {
            return;
        }
        List<TableName> places = existing.partitioned()
                ? target.tables().entrySet().stream()
                        .filter(each -> each.getValue().root().equals(table)
                                && !each.getValue().partitioned())
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList()
                : List.of(table);
        places.forEach(place ->
                statements.add(new Statement(place, what, "EXPLAIN " + sql.replace("%s", Sql.quote(place)))));
    }

    private void run() {
        if (statements.isEmpty() || refusal(statements) == null) {
            return;
        }
        for (Statement statement : statements) {
            SQLException no = refusal(List.of(statement));
            if (no != null && REFUSES.equals(SqlErrors.routine(no))) {
                throw Problem.of(
                                ErrorCode.TARGET_MISMATCH,
                                "the target does not let rows of a published table be " + statement.what())
                        .table(statement.table())
                        .hint(
                                "its replica identity is missing, or lacks a column that a publication asks for: give it one with ALTER"
                                        + " TABLE … REPLICA IDENTITY, or take the table out of its publications for as long as this runs")
                        .exception(SqlErrors.sanitized(no));
            }
        }
    }

    private @Nullable SQLException refusal(List<Statement> some) {
        try {
            session.execute(Pins.BEGIN_BACKUP + ";\n" + Pins.forBackup(session.serverVersion(), Duration.ZERO));
            try {
                session.execute(some.stream().map(Statement::sql).collect(Collectors.joining(";\n")));
                return null;
            } catch (SQLException e) {
                if (Refusals.endTheRun(e)) {
                    throw e;
                }
                LOG.debug("published-trial.refused statements={} sqlstate={}", some.size(), e.getSQLState());
                return e;
            } finally {
                session.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "asking what the target publishes");
        }
    }
}

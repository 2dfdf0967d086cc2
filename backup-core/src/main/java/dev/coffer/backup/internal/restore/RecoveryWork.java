package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RecoveryPreview;
import dev.coffer.backup.RecoveryReport;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a recovery that writes: from the first row that comes back to COMMIT. */
final class RecoveryWork {
    private static final String DOING = "recovering rows";

    private final Session session;
    private final LiveTables live;
    private final RestoreSource source;
    private final TargetState target;
    private final boolean overwrite;

    RecoveryWork(Session session, LiveTables live, RestoreSource source, TargetState target, boolean overwrite) {
        this.session = session;
        this.live = live;
        this.source = source;
        this.target = target;
        this.overwrite = overwrite;
    }

    boolean needed(RecoveryPreview.Table found) {
        return found.missing() > 0 || (overwrite && found.changed() > 0);
    }

    RecoveryReport.Table bringBack(RecoveryTable table, RecoveryPreview.Table found) {
        // Rows that a new one would meet by another unique key may be among those that get their old values back.
        long inserted = found.missing() == 0 ? 0 : count(table, table.insertSql(), found.missing());
        boolean updates = overwrite && found.changed() > 0;
        long updated = updates ? count(table, table.updateSql(), found.changed()) : 0;
        return new RecoveryReport.Table(
                table.into(), inserted, updated, found.changed() - updated, found.same(), found.extra());
    }

    private long count(RecoveryTable table, String sql, long expected) {
        long done;
        try {
            done = Long.parseLong(requireNonNull(session.query(sql).get(0).get(0)[0]));
        } catch (SQLException e) {
            throw refused(table.into(), e);
        }
        if (done != expected) {
            throw Problem.of(
                            ErrorCode.ROW_COUNT,
                            "the server wrote " + done + " rows, and " + expected + " were missing or changed")
                    .table(table.into())
                    .hint("another session writes to the table, or a trigger that is not a user's: stop it, and run"
                            + " again")
                    .exception();
        }
        return done;
    }

    /** Commits, and returns how many sequences were looked at. */
    int commit(List<RecoveryReport.Table> done) {
        try {
            session.execute("SET CONSTRAINTS ALL IMMEDIATE");
        } catch (SQLException e) {
            throw refused(null, e);
        }
        live.putBack(session);
        Set<TableName> grown = new HashSet<>();
        done.stream().filter(table -> table.inserted() > 0).forEach(table -> grown.add(table.name()));
        List<SequenceState> sequences = source.catalogue().sequences().stream()
                .filter(sequence -> {
                    TargetState.Sequence there = target.sequences().get(sequence.name());
                    return there != null && (there.owner() == null ? !grown.isEmpty() : grown.contains(there.owner()));
                })
                .toList();
        Transactions transactions = Transactions.one(session);
        FinalCommit.run(
                session,
                "recovery",
                () -> new SequenceValues(session, transactions).set(sequences, target, true),
                () -> {});
        return sequences.size();
    }

    private static BackupException refused(@Nullable TableName table, SQLException e) {
        Problem problem = table == null ? SqlErrors.problem(e, DOING) : SqlErrors.dataProblem(e, DOING, table);
        String hint = switch (Objects.requireNonNullElse(e.getSQLState(), "")) {
            case "23503" ->
                "a row that these refer to is neither in the database nor among those that come back: choose its"
                        + " table as well with tables(…), or fewer rows with where(…)";
            case "23505", "23P01" ->
                "another row holds the same value by now: look for it with ComparisonPlan, then change or delete it,"
                        + " choose fewer rows with where(…), or call overwriteChanged()";
            default ->
                "the table has a constraint that the rows of the backup do not satisfy: choose fewer rows with"
                        + " where(…)";
        };
        return (problem.hint() == null ? problem.hint(hint) : problem).exception(SqlErrors.sanitized(e));
    }
}

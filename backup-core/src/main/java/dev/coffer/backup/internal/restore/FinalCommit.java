package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;

/** The COMMIT that a run ends with; whoever loses the connection in it cannot know what became of it, and is told how to find out. */
final class FinalCommit {
    private FinalCommit() {}

    /**
     * Commits.
     *
     * @param lastSteps what no rollback undoes, done when nothing else can fail (P8)
     * @param kept is called as soon as what the run made may be there for good
     */
    static void run(Session session, String doing, Runnable lastSteps, Runnable kept) {
        String transaction = transactionId(session, doing);
        lastSteps.run();
        try {
            session.executeUninterruptibly("COMMIT");
        } catch (SQLException e) {
            Problem problem = SqlErrors.problem(e, "committing the " + doing);
            if (problem.code() != ErrorCode.CONNECTION_LOST) {
                throw problem.exception(SqlErrors.sanitized(e));
            }
            kept.run();
            throw Problem.of(
                            ErrorCode.COMMIT_UNKNOWN,
                            "the connection was lost during COMMIT: whether the " + doing + " took effect is not known")
                    .hint("run on the target: SELECT pg_xact_status('" + transaction
                            + "'); committed says that everything is there, aborted that nothing is")
                    .exception(SqlErrors.sanitized(e));
        }
        kept.run();
    }

    private static String transactionId(Session session, String doing) {
        try {
            return requireNonNull(session.query("SELECT pg_catalog.pg_current_xact_id()")
                    .get(0)
                    .get(0)[0]);
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "committing the " + doing);
        }
    }
}

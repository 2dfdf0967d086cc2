package dev.coffer.backup.internal.restore;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.util.Objects;

/** What it means that the server refused rows; never says what was in them. */
final class DataRefusals {
    private static final String DOING = "loading rows";

    private DataRefusals() {}

    static BackupException refused(LoadTarget table, SQLException e) {
        Problem problem = SqlErrors.dataProblem(e, DOING, table.name()).file(table.file());
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        if (problem.hint() == null && problem.code() == ErrorCode.DATA_REFUSED) {
            problem = problem.hint(hint(state));
        }
        return problem.exception(SqlErrors.sanitized(e));
    }

    private static String hint(String state) {
        if (state.equals("22P05") || state.equals("22021")) {
            return "the target's encoding cannot hold this text: restore into a database with the encoding UTF8";
        }
        if (state.startsWith("23")) {
            return "the target's table has a constraint that the rows of the backup do not satisfy: restore everything into an"
                    + " empty database, or into a schema that matches";
        }
        return "the target's column does not take what the backup holds: restore everything into an empty database, or into a"
                + " schema that matches";
    }
}

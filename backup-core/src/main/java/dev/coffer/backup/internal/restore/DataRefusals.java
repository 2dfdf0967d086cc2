package dev.coffer.backup.internal.restore;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;

/** What it means that the server refused rows; never says what was in them. */
final class DataRefusals {
    /** What a function in a check or a generated column does not find. */
    private static final Set<String> MISSING = Set.of("42P01", "42883", "42704", "3F000");

    private static final String DOING = "loading rows";

    private DataRefusals() {}

    static BackupException refused(LoadTarget table, SQLException e) {
        return refused(table, e, SqlErrors.dataProblem(e, DOING, table.name()));
    }

    /** @param places tells which row of the table is meant by the server, which counts those of its own COPY */
    static BackupException refused(LoadTarget table, SQLException e, RowPlaces places) {
        Problem problem = SqlErrors.dataProblem(e, DOING, table.name());
        return refused(table, e, problem.row(places.of(problem.where().row())));
    }

    private static BackupException refused(LoadTarget table, SQLException e, Problem found) {
        Problem problem = found.file(table.file());
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        if (state.equals("21000") && table.action().merge() != null) {
            problem = problem.hint(
                    "the backup holds several rows with the same key of the target's table: choose"
                            + " existing(Existing.SKIP), which takes the first of them, or restore into a table without the key");
        }
        if (state.equals("23514") && !table.into().equals(table.name())) {
            problem = problem.hint("its rows go through " + table.into()
                    + ", since they may belong to another partition here than they did:"
                    + " choose that table, which brings all its partitions");
        }
        if (problem.hint() == null && (problem.code() == ErrorCode.DATA_REFUSED || MISSING.contains(state))) {
            problem = problem.hint(hint(state));
        }
        return problem.exception(SqlErrors.sanitized(e));
    }

    private static String hint(String state) {
        if (state.equals("22P05") || state.equals("22021")) {
            return "the target's encoding cannot hold this text: restore into a database with the encoding UTF8";
        }
        if (MISSING.contains(state)) {
            return "a function that the table calls relies on search_path, which is empty during a restore: in the source run"
                    + " ALTER FUNCTION … SET search_path = … for it, and back up again, or restore with sourceSearchPath()";
        }
        if (state.startsWith("23")) {
            return "the target's table has a constraint that the rows of the backup do not satisfy: restore everything into an"
                    + " empty database, or into a schema that matches";
        }
        return "the target's column does not take what the backup holds: restore everything into an empty database, or into a"
                + " schema that matches";
    }
}

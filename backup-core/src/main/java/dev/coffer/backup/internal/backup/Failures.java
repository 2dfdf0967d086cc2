package dev.coffer.backup.internal.backup;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.store.StorageFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a failure of the server means while rows are being read. */
final class Failures {
    private static final Set<String> LONG_TYPES = Set.of("bytea", "text", "character varying");

    private Failures() {}

    /** The tables of a task could not be locked. */
    static BackupException locking(SQLException e, ReadTask task) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        if (state.equals("22023") || state.equals("42704")) {
            return Problem.of(
                            ErrorCode.CONNECTION_LOST,
                            "the connection that holds the snapshot was lost, and with it the snapshot")
                    .hint("run the backup again; the server's log tells why the connection ended")
                    .exception(SqlErrors.sanitized(e));
        }
        Problem problem = SqlErrors.problem(e, "locking " + named(task));
        return at(problem, task).exception(SqlErrors.sanitized(e));
    }

    /**
     * The rows of a task could not be read.
     *
     * @param delivered how many had arrived
     */
    static BackupException reading(SQLException e, ReadTask task, ReadTask.Source current, long delivered) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        if (state.equals("42703") || state.equals("42P01")) {
            List<TableName> tables =
                    task.sources().stream().map(ReadTask.Source::name).toList();
            return (BackupException) Lane.changed(tables, SqlErrors.sanitized(e));
        }
        Problem problem = at(SqlErrors.dataProblem(e, "reading " + named(task), current.name()), task);
        if (problem.code() == ErrorCode.DATA_REFUSED) {
            problem = new Problem(ErrorCode.STATEMENT_FAILED, problem.what(), problem.where(), problem.hint());
        }
        if (problem.code() == ErrorCode.VALUE_TOO_LARGE) {
            problem = problem.hint("text COPY carries less than 1 GB a row, half of that of bytea; " + largest(current)
                    + " shows the row; leave the table out with exclude(…) or give it a condition, and take the rest with a tool that"
                    + " copies binary");
        }
        if (problem.code() == ErrorCode.CONNECTION_LOST) {
            problem = new Problem(
                    problem.code(),
                    problem.what() + " after " + delivered + (delivered == 1 ? " row" : " rows"),
                    problem.where(),
                    problem.hint());
        }
        return problem.exception(SqlErrors.sanitized(e));
    }

    /** An exporter failed in a way that it did not explain. */
    static BackupException handingOn(IOException e, TableName table) {
        return StorageFailure.writing(e, "of table " + table, null);
    }

    /** A query for the row: what is in it, its key too, belongs in no message. */
    private static String largest(ReadTask.Source table) {
        String key = table.live() == null
                ? ""
                : table.live().table().key().stream().map(Sql::quote).collect(Collectors.joining(", "));
        String size = table.data().columns().stream()
                .filter(column -> LONG_TYPES.contains(column.type()))
                .map(column -> "coalesce(octet_length(" + Sql.quote(column.name()) + "), 0)")
                .collect(Collectors.joining(" + "));
        return "SELECT " + (key.isEmpty() ? "ctid" : key) + " FROM " + table.quoted() + " ORDER BY "
                + (size.isEmpty() ? "pg_column_size(" + table.quoted() + ")" : size) + " DESC LIMIT 1";
    }

    private static String named(ReadTask task) {
        int tables = task.sources().size();
        return tables == 1
                ? "the rows"
                : "the rows of " + tables + " small tables, "
                        + task.sources().get(0).name() + " to "
                        + task.sources().get(tables - 1).name();
    }

    private static Problem at(Problem problem, ReadTask task) {
        return task.sources().size() == 1
                ? problem.table(task.sources().get(0).name())
                : new Problem(problem.code(), problem.what(), dev.coffer.backup.Location.UNKNOWN, problem.hint());
    }
}

package dev.coffer.backup.internal.connect;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Makes a problem of what the driver throws, by SQLSTATE. Neither text nor cause holds the value of a row: of errors that
 * may carry one only code and names are told, and the server's DETAIL and CONTEXT never.
 */
public final class SqlErrors {
    /** The place that COPY gives; what follows it may be a value. */
    private static final Pattern COPY_PLACE =
            Pattern.compile("^COPY [^\\n]+?, line (\\d{1,18})(?:, column ([^\\n:\"]+):)?", Pattern.MULTILINE);

    private SqlErrors() {}

    /**
     * What went wrong in a statement; the caller may add table or object.
     *
     * @param doing what was being done, as {@code reading the catalogue}; without a value of a row
     */
    public static Problem problem(SQLException e, String doing) {
        return problem(e, doing, ErrorCode.STATEMENT_FAILED);
    }

    /** What went wrong while rows were travelling; of a COPY into a table, the row's number is told as well. */
    public static Problem dataProblem(SQLException e, String doing, TableName table) {
        Problem problem = problem(e, doing, ErrorCode.DATA_REFUSED).table(table);
        ServerErrorMessage server = server(e);
        String where = server == null ? null : server.getWhere();
        if (where != null) {
            Matcher place = COPY_PLACE.matcher(where);
            if (place.find()) {
                problem = problem.row(Long.parseLong(place.group(1)));
                if (place.group(2) != null) {
                    problem = problem.column(place.group(2));
                }
            }
        }
        return problem;
    }

    /** {@link #problem} as an exception with a cause that may be logged. */
    public static BackupException translate(SQLException e, String doing) {
        return problem(e, doing).exception(sanitized(e));
    }

    /** {@link #dataProblem} as an exception with a cause that may be logged. */
    public static BackupException translateData(SQLException e, String doing, TableName table) {
        return dataProblem(e, doing, table).exception(sanitized(e));
    }

    /** The same SQLSTATE and stack trace with a text that may be logged, without the server's DETAIL and CONTEXT. */
    public static SQLException sanitized(SQLException e) {
        SQLException source = informative(e);
        SQLException copy = new SQLException(text(source), source.getSQLState(), source.getErrorCode());
        copy.setStackTrace(source.getStackTrace());
        if (source.getCause() instanceof IOException io) {
            copy.initCause(io);
        }
        return copy;
    }

    private static Problem problem(SQLException e, String doing, ErrorCode refused) {
        String state = state(e);
        if (Thread.currentThread().isInterrupted() && state.equals("57014")) {
            return Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while " + doing);
        }
        Problem problem = Problem.of(code(e, state, refused), doing + ": " + text(informative(e)));
        String hint = hint(e, state, problem.code());
        return hint == null ? problem : problem.hint(hint);
    }

    private static ErrorCode code(SQLException e, String state, ErrorCode refused) {
        return switch (state) {
            case "3D000" -> ErrorCode.AUTHENTICATION;
            case "42501" -> ErrorCode.PERMISSION;
            case "55P03" -> ErrorCode.LOCK_TIMEOUT;
            case "40001", "72000" -> ErrorCode.RECOVERY_CONFLICT;
            case "57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04" -> ErrorCode.CONNECTION_LOST;
            case "XX000", "54000" ->
                refused == ErrorCode.DATA_REFUSED && tooLarge(e)
                        ? ErrorCode.VALUE_TOO_LARGE
                        : ErrorCode.STATEMENT_FAILED;
            default -> {
                if (state.startsWith("08")) {
                    yield ErrorCode.CONNECTION_LOST;
                }
                if (state.startsWith("28")) {
                    yield ErrorCode.AUTHENTICATION;
                }
                yield Conditions.mayHoldValues(state) ? refused : ErrorCode.STATEMENT_FAILED;
            }
        };
    }

    /** These two have no code of their own, and their text is the server's, in the language of lc_messages. */
    private static boolean tooLarge(SQLException e) {
        ServerErrorMessage server = server(e);
        String text = server == null ? "" : server.getMessage() + " " + server.getDetail();
        return text.contains("invalid memory alloc request size")
                || text.toLowerCase(Locale.ROOT).contains("string buffer");
    }

    private static @Nullable String hint(SQLException e, String state, ErrorCode code) {
        ServerErrorMessage server = server(e);
        String serverHint = server == null ? null : server.getHint();
        return switch (state) {
            case "28P01", "28000" -> "check the user and its password, and whether pg_hba.conf lets it in from here";
            case "3D000" -> "check the database name: it is what follows the slash in the connection string";
            case "42501" -> "connect as the owner, or GRANT the role what the message names";
            case "55P03" ->
                "another session holds a lock: pg_stat_activity and pg_blocking_pids(pid) name it; end it, or wait"
                        + " longer with lockTimeout";
            case "53100" -> "the server's disk is full";
            case "53200" ->
                serverHint != null && serverHint.contains("max_locks_per_transaction")
                        ? "the server's lock table is full: raise max_locks_per_transaction and restart the server, or take fewer"
                                + " tables at a time"
                        : "the server is short of memory";
            case "53300" ->
                "the server takes no more connections: raise max_connections, or use fewer with connections(n)";
            case "40001", "72000" ->
                "run again; on a standby set hot_standby_feedback = on, or raise max_standby_streaming_delay above the time that a backup"
                        + " takes";
            case "40P01" -> "another session wanted the same locks in another order; run again";
            case "57014" -> "somebody cancelled the statement on the server; run again";
            case "57P01", "57P02", "57P03", "57P04" ->
                "the server ended the connection: it was shut down, or an" + " administrator did it; run again";
            case "25P03", "25P04", "57P05" ->
                "a timeout of the server ended the session although ours are set to 0; a pooler"
                        + " may have one of its own";
            default -> code == ErrorCode.CONNECTION_LOST ? lost(e) : null;
        };
    }

    private static String lost(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SilentServerException silent && !silent.nobodyAnswered()) {
                return "the server takes new connections and waits for this one, through which nothing comes any more: a firewall, VPN or"
                        + " router in between has forgotten it; run again";
            }
            if (cause instanceof SilentServerException) {
                return "the server has gone without a word, and nobody answers at its address: check the network, the VPN and the"
                        + " firewall between here and there, then run again";
            }
            if (cause instanceof SocketTimeoutException) {
                return "socketTimeout ended the connection while the server was at work: leave it out, or set it to 0";
            }
        }
        return "the server or the network ended the connection; the server's log tells which; run again";
    }

    /** The text for messages: the server's where it cannot hold a value, ours everywhere else (the driver's is translated). */
    private static String text(SQLException e) {
        String state = state(e);
        ServerErrorMessage server = server(e);
        if (server == null) {
            if (state.startsWith("08")) {
                return "the connection to the server was lost";
            }
            return state.isEmpty() ? e.getClass().getSimpleName() : "the driver refused it (SQLSTATE " + state + ")";
        }
        if (Conditions.mayHoldValues(state)) {
            return Conditions.name(state) + " (SQLSTATE " + state + ")" + names(server);
        }
        return Objects.requireNonNullElse(server.getMessage(), "error") + " (SQLSTATE " + state + ")";
    }

    private static String names(ServerErrorMessage server) {
        StringBuilder names = new StringBuilder();
        if (server.getConstraint() != null) {
            names.append(" of constraint \"").append(server.getConstraint()).append('"');
        }
        if (server.getTable() != null) {
            names.append(" on table \"").append(server.getTable()).append('"');
        }
        if (server.getColumn() != null) {
            names.append(", column \"").append(server.getColumn()).append('"');
        }
        return names.toString();
    }

    static String state(SQLException e) {
        return Objects.requireNonNullElse(informative(e).getSQLState(), "");
    }

    static @Nullable ServerErrorMessage server(SQLException e) {
        return informative(e) instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
    }

    /** The part of the server that raised the error, by its name in the server's source; null where the error is not the server's. */
    public static @Nullable String routine(SQLException e) {
        ServerErrorMessage server = server(e);
        return server == null ? null : server.getRoutine();
    }

    /** What a pool wrapped: the driver's own exception where there is one. */
    static SQLException informative(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException driver) {
                return driver;
            }
        }
        return e;
    }
}

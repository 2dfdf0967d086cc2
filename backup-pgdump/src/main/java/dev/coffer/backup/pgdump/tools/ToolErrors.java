package dev.coffer.backup.pgdump.tools;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.pgdump.tools.ToolMessage.Level;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one typed problem of what a tool said and how it ended. */
final class ToolErrors {
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    ErrorCode.TOOL_TOO_OLD,
                    "install client tools of the server's version, and name their folder with tools(Path) if they are not found",
                    "server version mismatch",
                    "unsupported version ("),
            new Kind(
                    ErrorCode.ROW_SECURITY,
                    "take the backup as a role with BYPASSRLS, or as the owner of the table",
                    "row-level security"),
            new Kind(
                    ErrorCode.AUTHENTICATION,
                    "check user, password and database name, and whether pg_hba.conf lets it in from here",
                    "authentication failed",
                    "no pg_hba.conf entry",
                    "no password supplied",
                    "FATAL:  role",
                    "failed: role",
                    "failed: database"),
            new Kind(
                    ErrorCode.PERMISSION,
                    "connect as the owner, or GRANT the role what the message names",
                    "permission denied",
                    "must be owner"),
            new Kind(
                    ErrorCode.TLS,
                    "check sslmode, sslrootcert and channel_binding of the connection string",
                    "SSL error",
                    "certificate verify failed",
                    "root certificate file",
                    "channel binding",
                    "server does not support SSL",
                    "sslmode value"),
            new Kind(
                    ErrorCode.LOCK_TIMEOUT,
                    "another session holds a lock: pg_stat_activity and pg_blocking_pids(pid) name it; end it, or wait longer with"
                            + " lockTimeout",
                    "due to lock timeout",
                    "could not obtain lock"),
            new Kind(
                    ErrorCode.CONNECTION_LOST,
                    "the server or the network ended the connection; the server's log tells which; run again",
                    "server closed the connection",
                    "terminating connection",
                    "connection not open",
                    "no connection to the server",
                    "Connection reset by peer",
                    "could not import the requested snapshot",
                    "invalid snapshot identifier"),
            new Kind(
                    ErrorCode.UNREACHABLE,
                    "check host and port, and whether a firewall lets the connection through",
                    "Connection refused",
                    "could not translate host name",
                    "timeout expired",
                    "could not connect",
                    "No route to host",
                    "Network is unreachable"),
            new Kind(ErrorCode.DISK_FULL, "free space where the files are written", "No space left on device"));

    private ToolErrors() {}

    /** What made the tool end with this status: its last error, for what came before it went on. */
    static Problem problem(Tool tool, int exit, List<ToolMessage> messages) {
        Optional<ToolMessage> error = messages.stream()
                .filter(message -> message.level() == Level.ERROR)
                .reduce((first, second) -> second);
        String said = error.map(ToolMessage::text)
                .or(() -> messages.stream()
                        .filter(message -> message.level() == Level.WARNING)
                        .reduce((first, second) -> second)
                        .map(ToolMessage::text))
                .orElse("");
        String ended = exit > 128 && exit < 160 ? "was ended by signal " + (exit - 128) : "ended with status " + exit;
        Kind kind = kind(said);
        Problem problem = Problem.of(
                kind == null ? ErrorCode.TOOL_FAILED : kind.code,
                tool + " " + ended + (said.isEmpty() ? "" : ": " + said));
        if (kind != null) {
            problem = problem.hint(kind.hint);
        }
        if (error.isPresent()) {
            String entry = error.get().entry();
            problem = entry == null ? problem : problem.object(entry);
            problem = problem.row(error.get().row());
        }
        return problem;
    }

    private static @Nullable Kind kind(String said) {
        for (Kind kind : KINDS) {
            for (String sign : kind.signs) {
                if (said.contains(sign)) {
                    return kind;
                }
            }
        }
        return null;
    }

    /** A kind of failure and the texts that tell it. */
    private record Kind(ErrorCode code, String hint, List<String> signs) {
        Kind(ErrorCode code, String hint, String... signs) {
            this(code, hint, List.of(signs));
        }
    }
}

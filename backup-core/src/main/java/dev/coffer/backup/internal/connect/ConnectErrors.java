package dev.coffer.backup.internal.connect;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Why no connection came about. The driver's own words are in the language of the machine, so these are ours. */
final class ConnectErrors {
    private final SQLException error;
    private final Target target;
    private final Passwords password;

    private ConnectErrors(SQLException error, Target target, Passwords password) {
        this.error = error;
        this.target = target;
        this.password = password;
    }

    static Problem problem(SQLException e, Target target, Passwords password) {
        return new ConnectErrors(SqlErrors.informative(e), target, password).problem();
    }

    private Problem problem() {
        ServerErrorMessage server = SqlErrors.server(error);
        if (server != null) {
            return fromServer(Objects.requireNonNullElse(server.getMessage(), "it gives no reason"));
        }
        if (cause(SSLException.class) != null || cause(GeneralSecurityException.class) != null) {
            return certificate();
        }
        if (cause(UnknownHostException.class) != null) {
            return failed(ErrorCode.UNREACHABLE, "the host name is not known")
                    .hint("check the host in the connection string, and that this machine can look names up");
        }
        if (cause(NoRouteToHostException.class) != null) {
            return failed(ErrorCode.UNREACHABLE, "no route leads to the host")
                    .hint("check the host, the network and the firewall");
        }
        if (cause(ConnectException.class) != null) {
            return failed(ErrorCode.UNREACHABLE, "nobody listens there")
                    .hint("check host and port, and that the server runs and listens on TCP (listen_addresses)");
        }
        if (cause(SocketTimeoutException.class) != null) {
            return failed(ErrorCode.UNREACHABLE, "no answer in time")
                    .hint("check host, port and firewall; connect_timeout=60 waits longer");
        }
        if (cause(FileNotFoundException.class) != null) {
            return failed(ErrorCode.TLS, "the file with the root certificate does not exist")
                    .hint("name it with sslrootcert, or trust what the JVM trusts with sslrootcert=system");
        }
        return SqlErrors.state(error).equals("08001") || cause(IOException.class) != null
                ? unreachable()
                : fromDriver();
    }

    private Problem fromServer(String message) {
        String state = SqlErrors.state(error);
        String text = message + " (SQLSTATE " + state + ")";
        return switch (state) {
            case "28P01" ->
                failed(ErrorCode.AUTHENTICATION, text).hint("check user and password; " + password.origin());
            case "28000" ->
                failed(ErrorCode.AUTHENTICATION, text)
                        .hint("check the user, and whether pg_hba.conf lets it in from here" + encryption());
            case "3D000" ->
                failed(ErrorCode.AUTHENTICATION, text)
                        .hint("check the database name: it is what follows the slash in the connection string");
            case "42501" ->
                failed(ErrorCode.PERMISSION, text).hint("GRANT CONNECT ON DATABASE gives the right to connect");
            case "53300" ->
                failed(ErrorCode.UNREACHABLE, text)
                        .hint("the server takes no more connections: raise max_connections, or end idle ones");
            case "57P03" ->
                failed(ErrorCode.UNREACHABLE, text)
                        .hint("the server starts or shuts down: wait until it runs, then run again");
            case "22023" ->
                failed(ErrorCode.UNSUPPORTED_SERVER, text)
                        .hint("where it names the time zone, run Java with -Duser.timezone=UTC");
            case "08P01" -> fromPooler(message, text);
            default -> failed(state.startsWith("28") ? ErrorCode.AUTHENTICATION : ErrorCode.UNREACHABLE, text);
        };
    }

    /** Rules differ between connections with TLS and without. */
    private String encryption() {
        String mode = PGProperty.SSL_MODE.getOrDefault(target.properties());
        return "disable".equals(mode) || "allow".equals(mode)
                ? "; it may want TLS, which sslmode=" + mode + " does not offer: give sslmode=require"
                : "; where it wants TLS, the server must have it switched on (ssl = on)";
    }

    /** PgBouncer has one SQLSTATE for everything; its text is never translated. */
    private Problem fromPooler(String message, String text) {
        if (message.contains("startup parameter")) {
            return failed(ErrorCode.UNSUPPORTED_SERVER, text)
                    .hint(
                            "the pooler takes no start-up settings: leave options out of the connection string, or connect to the"
                                    + " server itself" + behindPooler());
        }
        if (message.contains("authentication failed")
                || message.contains("no such user")
                || message.contains("database")) {
            return failed(ErrorCode.AUTHENTICATION, text)
                    .hint("check user, password and database, and that the pooler knows them; " + password.origin());
        }
        return failed(ErrorCode.UNREACHABLE, text).hint("check the pooler and the server behind it");
    }

    /** Neon's pooler has the server's address with an addition. */
    private String behindPooler() {
        return target.hosts().stream()
                .map(Target.HostPort::host)
                .filter(host -> host.contains("-pooler."))
                .findFirst()
                .map(host -> ": " + host.replace("-pooler.", "."))
                .orElse("");
    }

    private Problem certificate() {
        if (cause(CertPathBuilderException.class) != null || cause(CertificateException.class) != null) {
            return failed(ErrorCode.TLS, "the server's certificate is not trusted")
                    .hint("name the certificate of its authority with sslrootcert, or trust what the JVM trusts with"
                            + " sslrootcert=system");
        }
        if ("direct".equals(PGProperty.SSL_NEGOTIATION.getOrDefault(target.properties()))) {
            return failed(ErrorCode.TLS, "the TLS handshake failed")
                    .hint(
                            "sslnegotiation=direct needs PostgreSQL 17 or newer, and no proxy that asks first: leave it out");
        }
        return failed(ErrorCode.TLS, "the TLS handshake failed")
                .hint("check sslmode, sslrootcert, sslcert and sslkey, and that the server offers TLS 1.2 or newer");
    }

    /** Refusals that the driver has one SQLSTATE for; they differ only by text, which it translates. */
    private Problem fromDriver() {
        String mode = PGProperty.SSL_MODE.getOrDefault(target.properties());
        if (says("The server does not support SSL.")) {
            return failed(ErrorCode.TLS, "the server has no TLS, and sslmode=" + mode + " demands it")
                    .hint("switch TLS on at the server, or give sslmode=prefer where the network is trusted");
        }
        if (says("The server requested SCRAM-based authentication, but the password is an empty string.")) {
            return noPassword();
        }
        if (String.valueOf(error.getMessage()).contains(PGProperty.SCRAM_MAX_ITERATIONS.getName())) {
            return failed(
                            ErrorCode.AUTHENTICATION,
                            "the server wants the password hashed more often than a log-in may cost")
                    .hint(
                            "check that it is the server that you mean; its administrator lowers scram_iterations and sets the"
                                    + " password again");
        }
        if ("require".equals(PGProperty.CHANNEL_BINDING.getOrDefault(target.properties()))) {
            return failed(ErrorCode.TLS, "channel_binding=require cannot be met")
                    .hint(
                            "it needs TLS and a password stored as scram-sha-256: add sslmode=require; a pooler or proxy may not"
                                    + " offer it: connect to the server itself, or leave channel_binding out");
        }
        if (password.value() == null) {
            return noPassword();
        }
        if ("verify-full".equals(mode)) {
            return failed(ErrorCode.TLS, "the server's certificate is for another host name")
                    .hint("connect by the name in the certificate, or give sslmode=verify-ca");
        }
        return failed(
                        ErrorCode.AUTHENTICATION,
                        "the way to log in could not be agreed on (SQLSTATE " + SqlErrors.state(error) + ")")
                .hint("check require_auth, gssencmode and the authentication method in pg_hba.conf");
    }

    private Problem noPassword() {
        return failed(ErrorCode.AUTHENTICATION, "the server asks for a password, and none was given")
                .hint(password.origin());
    }

    private Problem unreachable() {
        if (!"any".equals(PGProperty.TARGET_SERVER_TYPE.getOrDefault(target.properties())) && noCause()) {
            return failed(
                            ErrorCode.UNREACHABLE,
                            "no host is of the kind that target_session_attrs asks for, or none answers")
                    .hint("check the hosts, or leave target_session_attrs out");
        }
        if (noCause()) {
            return failed(ErrorCode.UNREACHABLE, "the log-in was not over in time")
                    .hint("check that a PostgreSQL server is behind host and port; connect_timeout=60 waits longer");
        }
        return failed(ErrorCode.UNREACHABLE, "the connection ended during the log-in")
                .hint("check that a PostgreSQL server is behind host and port; its log tells more");
    }

    private boolean noCause() {
        return error.getCause() == null;
    }

    private boolean says(String driverText) {
        return error instanceof PSQLException && GT.tr(driverText).equals(error.getMessage());
    }

    private <T extends Throwable> @Nullable T cause(Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private Problem failed(ErrorCode code, String why) {
        return Problem.of(code, "cannot connect to " + target + ": " + why);
    }
}

package dev.coffer.backup.internal.connect;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again while a server wakes or starts, and never when it has said no.
 *
 * @param patience from the first attempt to the last
 * @param refused the same where nobody listens at all: a server that starts comes up soon, a wrong port never
 */
record Waking(Duration patience, Duration refused) {
    static final Waking DEFAULT = new Waking(Duration.ofSeconds(30), Duration.ofSeconds(5));

    private static final Logger LOG = LoggerFactory.getLogger(Waking.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** One attempt. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws SQLException;
    }

    <T> T connect(Attempt<T> attempt, Function<SQLException, Problem> problem) {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                Duration spent = Duration.ofNanos(System.nanoTime() - start);
                if (spent.plus(pause).compareTo(patience(e)) > 0) {
                    throw problem.apply(e).exception(SqlErrors.sanitized(e));
                }
                LOG.debug("session.open-again sqlstate={} pause={}ms", e.getSQLState(), pause.toMillis());
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** How long it is worth trying after this error; zero where the next attempt would end the same way. */
    private Duration patience(SQLException e) {
        String state = SqlErrors.state(e);
        if (state.equals("57P03")) {
            return patience;
        }
        if (state.equals("08P01")) {
            return poolerWaits(e) ? patience : Duration.ZERO;
        }
        // A server that gives a reason of class 08 is a proxy before one that sleeps; 08004 is the driver's own
        // "rejected".
        if (!state.startsWith("08") || (SqlErrors.server(e) == null && state.equals("08004"))) {
            return Duration.ZERO;
        }
        for (Throwable cause = SqlErrors.informative(e); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException
                    || cause instanceof FileNotFoundException
                    || cause instanceof SSLException
                    || cause instanceof GeneralSecurityException) {
                return Duration.ZERO;
            }
            if (cause instanceof ConnectException) {
                return refused;
            }
            if (cause instanceof IOException) {
                return patience;
            }
        }
        // Without a cause: a log-in that was not over in time has had its patience; anything else is the driver's
        // refusal.
        return SqlErrors.server(e) == null ? Duration.ZERO : patience;
    }

    /** PgBouncer has this one SQLSTATE for everything, a wrong password included; its text is never translated. */
    private static boolean poolerWaits(SQLException e) {
        ServerErrorMessage server = SqlErrors.server(e);
        String text = server == null ? null : server.getMessage();
        return text != null
                && (text.contains("cannot connect to server") || text.contains("server login has been failing"));
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while waiting for the server to wake")
                    .exception();
        }
    }
}

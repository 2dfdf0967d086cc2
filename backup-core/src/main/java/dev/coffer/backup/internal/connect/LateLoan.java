package dev.coffer.backup.internal.connect;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that a pool may give late or never: who waits for it goes on after a while, and what comes then goes back. */
final class LateLoan {
    private static final Logger LOG = LoggerFactory.getLogger(LateLoan.class);

    private @Nullable Connection arrived;
    private boolean answered;
    private boolean givenUp;

    /** Asks for the connection and hands it over. */
    void bring(Supplier<Optional<Connection>> lender) {
        Optional<Connection> connection = Optional.empty();
        try {
            connection = lender.get();
        } finally {
            if (!handOver(connection)) {
                connection.ifPresent(LateLoan::giveBack);
            }
        }
    }

    private synchronized boolean handOver(Optional<Connection> connection) {
        if (givenUp) {
            return false;
        }
        arrived = connection.orElse(null);
        answered = true;
        notifyAll();
        return true;
    }

    /** The connection, or nothing where the pool has none or is not quick enough. */
    synchronized Optional<Connection> await(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        try {
            while (!answered) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    givenUp = true;
                    return Optional.empty();
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            givenUp = true;
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while waiting for the data source")
                    .exception();
        }
        return Optional.ofNullable(arrived);
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("session.close-failed sqlstate={}", e.getSQLState());
        }
    }
}

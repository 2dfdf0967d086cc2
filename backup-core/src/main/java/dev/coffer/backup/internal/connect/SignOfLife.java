package dev.coffer.backup.internal.connect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether somebody answers at an address. Asks what every PostgreSQL server and pooler answers with one byte and without a
 * log-in: whether it speaks TLS (SSLRequest, see "SSL Session Encryption" in the protocol's message flow). It takes no
 * connection of the server's {@code max_connections}.
 */
final class SignOfLife {
    private static final Logger LOG = LoggerFactory.getLogger(SignOfLife.class);
    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f};
    private static final Set<InetSocketAddress> ANSWERED = ConcurrentHashMap.newKeySet();

    private SignOfLife() {}

    /** Whether this address has ever answered, in this JVM. */
    static boolean everGiven(InetSocketAddress address) {
        return ANSWERED.contains(address);
    }

    /** False where nothing at all comes back; an answer, an end and a refusal all say that somebody is there. */
    static boolean given(InetSocketAddress address, Duration wait) {
        int millis = (int) Math.max(1, Math.min(wait.toMillis(), Integer.MAX_VALUE));
        try (Socket socket = new Socket()) {
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(SSL_REQUEST);
            int answer = socket.getInputStream().read();
            LOG.debug("session.sign-of-life answer={}", answer);
            ANSWERED.add(address);
            return true;
        } catch (SocketTimeoutException | NoRouteToHostException e) {
            LOG.debug("session.sign-of-life-none", e);
            return false;
        } catch (IOException e) {
            LOG.debug("session.sign-of-life-refused", e);
            return true;
        }
    }
}

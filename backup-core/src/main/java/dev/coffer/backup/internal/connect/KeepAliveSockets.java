package dev.coffer.backup.internal.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Sockets that notice a peer that has gone without a word: after half a minute of silence they ask, and a minute later they
 * know. The system's own values are two hours and more. A read timeout would end honest waits instead, such as for CREATE
 * INDEX.
 *
 * <p>Public because the driver makes it, by name.
 */
public final class KeepAliveSockets extends SocketFactory {
    private static final AtomicLong TICKETS = new AtomicLong();
    private static final Map<Long, AtomicReference<@Nullable CountedSocket>> EXPECTED = new ConcurrentHashMap<>();

    private final int idle;
    private final int interval;
    private final int count;
    private final long ticket;

    /**
     * Three numbers joined by commas: seconds of silence, seconds between questions, number of questions; 0 keeps the system's. A
     * fourth is a ticket for {@link #expect}.
     */
    public KeepAliveSockets(String numbers) {
        String[] parts = numbers.split(",", 4);
        idle = Integer.parseInt(parts[0]);
        interval = Integer.parseInt(parts[1]);
        count = Integer.parseInt(parts[2]);
        ticket = parts.length < 4 ? 0 : Long.parseLong(parts[3]);
    }

    /**
     * Has the socket of the next connection kept for {@link #take}, where it is one of ours: under TLS the driver's own way to
     * end a connection waits for a write that hangs.
     *
     * @return a ticket, or 0 where the socket will not be ours
     */
    static long expect(Properties driver) {
        if (!KeepAliveSockets.class.getName().equals(PGProperty.SOCKET_FACTORY.getOrNull(driver))) {
            return 0;
        }
        long ticket = TICKETS.incrementAndGet();
        EXPECTED.put(ticket, new AtomicReference<>());
        PGProperty.SOCKET_FACTORY_ARG.set(driver, PGProperty.SOCKET_FACTORY_ARG.getOrNull(driver) + "," + ticket);
        return ticket;
    }

    /** The socket that was made last for this ticket, which ends with it. */
    static Optional<CountedSocket> take(long ticket) {
        return Optional.ofNullable(EXPECTED.remove(ticket)).map(AtomicReference::get);
    }

    /** Lets the driver use such sockets, unless it has a socket factory or cannot see this class from where it was loaded. */
    static void use(Properties driver, int idle, int interval, int count) {
        if (!PGProperty.TCP_KEEP_ALIVE.isPresent(driver)) {
            PGProperty.TCP_KEEP_ALIVE.set(driver, true);
        }
        if (!PGProperty.SOCKET_FACTORY.isPresent(driver) && seenByDriver()) {
            PGProperty.SOCKET_FACTORY.set(driver, KeepAliveSockets.class.getName());
            PGProperty.SOCKET_FACTORY_ARG.set(driver, idle + "," + interval + "," + count);
        }
    }

    private static boolean seenByDriver() {
        try {
            return Class.forName(KeepAliveSockets.class.getName(), false, Driver.class.getClassLoader())
                    == KeepAliveSockets.class;
        } catch (ClassNotFoundException e) {
            // An application server may keep its drivers apart from what it runs; keepalive then has the system's
            // values.
            return false;
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        CountedSocket socket = new CountedSocket();
        set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, idle);
        set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, interval);
        set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, count);
        AtomicReference<@Nullable CountedSocket> place = EXPECTED.get(ticket);
        if (place != null) {
            place.set(socket);
        }
        return socket;
    }

    private static void set(Socket socket, SocketOption<Integer> option, int value) throws IOException {
        if (value > 0 && socket.supportedOptions().contains(option)) {
            socket.setOption(option, value);
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unused();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw unused();
    }

    private static UncheckedIOException unused() {
        return new UncheckedIOException(new IOException("the driver connects its sockets itself"));
    }
}
